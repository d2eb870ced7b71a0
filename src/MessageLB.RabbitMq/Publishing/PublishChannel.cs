using MessageLB.Transport;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace MessageLB.RabbitMq;

/// <summary>
/// A channel with confirms, and its publishes that have no outcome yet. Confirms and returns arrive on the connection's receive loop, a return always
/// before the confirm of the same message.
/// </summary>
internal sealed class PublishChannel : IAsyncDisposable
{
    private readonly RabbitMqSession _session;
    private readonly IPublishOutcomeHandler _outcomes;
    private readonly RefusalWatch _refusals;
    private readonly ConfirmWatchdog _watchdog;
    private readonly CancellationTokenRegistration _onEnded;
    private volatile bool _disposed;

    public PublishChannel(RabbitMqSession session, IChannel channel, int maxUnconfirmed, IPublishOutcomeHandler outcomes, RefusalWatch refusals)
    {
        _session = session;
        Channel = channel;
        _outcomes = outcomes;
        _refusals = refusals;
        Ring = new UnconfirmedRing(maxUnconfirmed);
        _watchdog = new ConfirmWatchdog(session, Ring);
        channel.BasicAcksAsync += OnAcks;
        channel.BasicNacksAsync += OnNacks;
        channel.BasicReturnAsync += OnReturn;
        session.EndWith(channel, "publishes", () => _disposed);
        _onEnded = session.Ended.UnsafeRegister(static p => ((PublishChannel)p!).GiveUpUnconfirmed(), this);
    }

    /// <summary>What to publish on.</summary>
    public IChannel Channel { get; }

    /// <summary>Publishes without an outcome; each is added before it is sent.</summary>
    public UnconfirmedRing Ring { get; }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await _onEnded.DisposeAsync();
        await _watchdog.DisposeAsync();
        GiveUpUnconfirmed();
        if (!_session.HasEnded) await _session.CloseChannelAsync(Channel);
    }

    private Task OnAcks(object sender, BasicAckEventArgs ack)
    {
        Report(ack.DeliveryTag, ack.Multiple, PublishOutcome.Confirmed);
        return Task.CompletedTask;
    }

    private Task OnNacks(object sender, BasicNackEventArgs nack)
    {
        // Before the outcome, which may bring the next publish at once.
        _refusals.Refused();
        Report(nack.DeliveryTag, nack.Multiple, PublishOutcome.Refused);
        return Task.CompletedTask;
    }

    private Task OnReturn(object sender, BasicReturnEventArgs returned)
    {
        var messageId = returned.BasicProperties.IsMessageIdPresent() ? returned.BasicProperties.MessageId : null;
        if (Ring.MarkReturned(returned.Exchange, returned.RoutingKey, messageId) == 0)
            _session.LogReturnUnmatched(returned.Exchange, returned.RoutingKey, Ring.Progress.Unconfirmed);
        return Task.CompletedTask;
    }

    private void Report(ulong sequence, bool multiple, PublishOutcome outcome)
    {
        if (multiple)
        {
            ReportUpTo(sequence, outcome);
        }
        else if (Ring.TryTake(sequence, out var correlation, out var returned))
        {
            Report(correlation, returned ? PublishOutcome.Returned : outcome);
            Ring.Free(1);
        }
    }

    private void ReportUpTo(ulong last, PublishOutcome outcome)
    {
        var count = 0;
        for (; Ring.TryTakeOldest(last, out var correlation, out var returned); count++)
            Report(correlation, returned ? PublishOutcome.Returned : outcome);
        Ring.Free(count);
    }

    private void Report(ulong correlation, PublishOutcome outcome)
    {
        try
        {
            _outcomes.OnOutcome(correlation, outcome);
        }
        catch (Exception e)
        {
            // Whoever counts on outcomes has lost count now; only a new session brings both back together.
            _session.End($"The handler of publish outcomes failed: {e.Message}");
        }
    }

    private void GiveUpUnconfirmed()
    {
        Ring.Close();
        ReportUpTo(ulong.MaxValue, PublishOutcome.Unknown);
    }
}
