using MessageLB.Transport;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace MessageLB.RabbitMq;

/// <summary>
/// Publishes on a channel of its own with confirms, which it matches itself: the client's own tracking costs several objects
/// per publish and a walk over all of them for a confirm of many. Confirms and returns arrive on the connection's receive
/// loop, a return always before the confirm of the same message.
/// </summary>
internal sealed class RabbitMqPublisher : IPublisher
{
    private readonly RabbitMqSession _session;
    private readonly IChannel _channel;
    private readonly IPublishOutcomeHandler _outcomes;
    private readonly UnconfirmedRing _ring;
    private readonly ConfirmWatchdog _watchdog;
    private readonly CancellationTokenRegistration _onEnded;
    private readonly PropertyWriter _properties;
    private readonly NameCache _names = new();
    private volatile bool _disposed;

    private RabbitMqPublisher(RabbitMqSession session, IChannel channel, PublisherOptions options, int frameMax, IPublishOutcomeHandler outcomes)
    {
        _session = session;
        _channel = channel;
        _outcomes = outcomes;
        _properties = new PropertyWriter(frameMax);
        _ring = new UnconfirmedRing(options.MaxUnconfirmed);
        _watchdog = new ConfirmWatchdog(session, _ring);
        channel.BasicAcksAsync += OnAcks;
        channel.BasicNacksAsync += OnNacks;
        channel.BasicReturnAsync += OnReturn;
        session.EndWith(channel, "publishes", () => _disposed);
        _onEnded = session.Ended.UnsafeRegister(static p => ((RabbitMqPublisher)p!).GiveUpUnconfirmed(), this);
    }

    public static async ValueTask<RabbitMqPublisher> StartAsync(RabbitMqSession session, PublisherOptions options, IPublishOutcomeHandler outcomes, CancellationToken cancellationToken)
    {
        var open = await session.PublisherChannels.TakeAsync(cancellationToken);
        return new RabbitMqPublisher(session, open.Channel, options, (int)open.Connection.Connection.FrameMax, outcomes);
    }

    /// <inheritdoc />
    public ValueTask PublishAsync(string exchange, string routingKey, MessageProperties properties, ReadOnlyMemory<byte> body, ulong correlation)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        ArgumentNullException.ThrowIfNull(routingKey);
        ArgumentNullException.ThrowIfNull(properties);
        if (body.Length > _session.Options.MaxMessageSize) throw new MessageTooLargeException(body.Length, _session.Options.MaxMessageSize);
        _properties.Write(properties);
        var publish = new UnconfirmedPublish(correlation, exchange, routingKey, properties.MessageId);
        return _ring.TryAdd(publish) switch
        {
            RingAdd.Added => SendAsync(exchange, routingKey, body),
            RingAdd.Full => SendWhenRoomAsync(publish, body),
            _ => ValueTask.FromException(EndedException()),
        };
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await _onEnded.DisposeAsync();
        await _watchdog.DisposeAsync();
        GiveUpUnconfirmed();
        if (!_session.HasEnded) await _session.CloseChannelAsync(_channel);
    }

    private async ValueTask SendWhenRoomAsync(UnconfirmedPublish publish, ReadOnlyMemory<byte> body)
    {
        RingAdd added;
        do
        {
            await _ring.WaitForRoomAsync();
            added = _ring.TryAdd(publish);
        }
        while (added == RingAdd.Full);
        if (added == RingAdd.Closed) throw EndedException();
        await SendAsync(publish.Exchange, publish.RoutingKey, body);
    }

    private ValueTask SendAsync(string exchange, string routingKey, ReadOnlyMemory<byte> body)
    {
        // The session's token is no time limit for one publish: it frees publishes that are stuck in the client once the session
        // has ended, and only then.
        var sent = _channel.BasicPublishAsync(_names.Get(exchange), _names.Get(routingKey), mandatory: true, _properties.Properties, body, _session.Ended);
        return sent.IsCompletedSuccessfully ? sent : AwaitSentAsync(sent);
    }

    private async ValueTask AwaitSentAsync(ValueTask sent)
    {
        try
        {
            await sent;
        }
        catch (Exception e)
        {
            // Taken already: its outcome is reported, and a publish has either an outcome or an exception, not both.
            if (!_ring.TryTakeBackLast()) return;
            if (PropertyWriter.IsUnwritable(e)) throw new MessageLBException($"The message cannot be sent: {e.Message}", e);
            if (!_disposed) _session.End($"A publish failed: {e.Message}");
            throw EndedException(e);
        }
    }

    private Task OnAcks(object sender, BasicAckEventArgs ack)
    {
        Report(ack.DeliveryTag, ack.Multiple, PublishOutcome.Confirmed);
        return Task.CompletedTask;
    }

    private Task OnNacks(object sender, BasicNackEventArgs nack)
    {
        Report(nack.DeliveryTag, nack.Multiple, PublishOutcome.Refused);
        return Task.CompletedTask;
    }

    private Task OnReturn(object sender, BasicReturnEventArgs returned)
    {
        var messageId = returned.BasicProperties.IsMessageIdPresent() ? returned.BasicProperties.MessageId : null;
        if (_ring.MarkReturned(returned.Exchange, returned.RoutingKey, messageId) == 0)
            _session.LogReturnUnmatched(returned.Exchange, returned.RoutingKey, _ring.Progress.Unconfirmed);
        return Task.CompletedTask;
    }

    private void Report(ulong sequence, bool multiple, PublishOutcome outcome)
    {
        if (multiple)
        {
            ReportUpTo(sequence, outcome);
        }
        else if (_ring.TryTake(sequence, out var correlation, out var returned))
        {
            Report(correlation, returned ? PublishOutcome.Returned : outcome);
            _ring.Free(1);
        }
    }

    private void ReportUpTo(ulong last, PublishOutcome outcome)
    {
        var count = 0;
        for (; _ring.TryTakeOldest(last, out var correlation, out var returned); count++)
            Report(correlation, returned ? PublishOutcome.Returned : outcome);
        _ring.Free(count);
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
        _ring.Close();
        ReportUpTo(ulong.MaxValue, PublishOutcome.Unknown);
    }

    private SessionEndedException EndedException(Exception? cause = null) =>
        _session.HasEnded ? _session.EndedException(cause) : new SessionEndedException("The publisher has been disposed.", cause);
}
