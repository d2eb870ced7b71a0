using MessageLB.Transport;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MessageLB.RabbitMq;

/// <summary>
/// A receiver on a channel of its own, so that the channel's delivery tags are the settle tokens. The client waits for the
/// handler before it hands over the next delivery and takes back the memory of the body.
/// </summary>
internal sealed class RabbitMqReceiver : ChannelConsumer, IReceiver
{
    /// <summary>
    /// Commands that a channel sends to a quorum queue before it keeps further ones back until the queue has carried those out
    /// (RabbitMQ's default). What is kept back is lost when the channel closes.
    /// </summary>
    private const int QuorumCommandLimit = 32;

    /// <summary>Time for a queue to carry those out, where nothing tells that it has.</summary>
    private static readonly TimeSpan QuorumCommandTime = TimeSpan.FromMilliseconds(250);

    private readonly IDeliveryHandler _handler;
    private readonly MessageProperties _properties = new();
    private readonly bool _keepOrder;
    private volatile bool _stopped;
    private int _settledSinceStop;

    private RabbitMqReceiver(RabbitMqSession session, BrokerConnection connection, IChannel channel, ReceiveOptions options, IDeliveryHandler handler)
        : base(session, connection, channel, options.Queue) => (_handler, _keepOrder) = (handler, options.KeepOrder);

    public static async ValueTask<RabbitMqReceiver> StartAsync(RabbitMqSession session, ReceiveOptions options, IDeliveryHandler handler, CancellationToken cancellationToken)
    {
        try
        {
            return await session.StartOnChannelAsync(
                session.ReceiverChannels,
                async open =>
                {
                    var receiver = new RabbitMqReceiver(session, open.Connection, open.Channel, options, handler);
                    await receiver.ConsumeAsync(options.Prefetch, options.Priority, cancellationToken, open.Prefetch);
                    session.Remember(receiver);
                    return receiver;
                },
                cancellationToken);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason is { } reason)
        {
            throw Refusals.Explain(reason, $"consume queue '{options.Queue}'", options.Queue, "", session.Connector, e);
        }
    }

    /// <inheritdoc />
    public ValueTask<bool> AckAsync(ulong tag, bool multiple) => CountAndSettleAsync(tag, multiple ? Settlement.AckMultiple : Settlement.Ack);

    /// <inheritdoc />
    public ValueTask<bool> RejectAsync(ulong tag) => CountAndSettleAsync(tag, Settlement.Reject);

    /// <inheritdoc />
    public ValueTask<bool> ReturnAsync(ulong tag) => CountAndSettleAsync(tag, Settlement.Return);

    /// <inheritdoc />
    public async ValueTask StopAsync()
    {
        if (_stopped) return;
        _stopped = true;
        // A consumer that is cancelled makes room for the next one, which would then overtake what was fetched here. A channel that is
        // closed gives it all back first.
        if (Session.HasEnded || IsClosing || _keepOrder) return;
        try
        {
            await Session.CallAsync(Connection, _ => Channel.BasicCancelAsync(ConsumerTag), $"basic.cancel on queue '{Queue}'", CancellationToken.None);
        }
        catch (Exception e) when (e is SessionEndedException or OperationInterruptedException)
        {
            // Whatever ended the channel has stopped the flow too.
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await FlushAsync();
        if (!TryBeginClose()) return;
        Session.Forget(this);
        if (!Session.HasEnded) await Session.CloseChannelAsync(Channel);
    }

    /// <summary>
    /// Stops, and waits until the broker has carried out what was settled, so that closing the channel does not undo it:
    /// otherwise a worker that stops in good order would have its last messages done again by others.
    /// </summary>
    public async Task FlushAsync()
    {
        if (Session.HasEnded || IsClosing) return;
        var wasStopped = _stopped;
        if (!wasStopped) await StopAsync(); // answered only after everything that the queue was told before
        if (_keepOrder || (wasStopped && Volatile.Read(ref _settledSinceStop) > QuorumCommandLimit)) await Task.Delay(QuorumCommandTime, Session.Time);
        if (Session.HasEnded || IsClosing) return;
        try
        {
            // The channel passes on what it had kept back before it comes to answer this.
            await Session.CallAsync(Connection, _ => Channel.BasicQosAsync(0, 1, global: false), $"basic.qos on queue '{Queue}'", CancellationToken.None);
        }
        catch (Exception e) when (e is SessionEndedException or OperationInterruptedException)
        {
            // Nothing left to wait for.
        }
    }

    /// <inheritdoc />
    public override Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default)
    {
        // What the client had fetched goes back to the queue with the channel, or has gone back with the session.
        if (_stopped || Session.HasEnded) return Task.CompletedTask;
        try
        {
            PropertyReader.Read(properties, _properties);
            var handled = _handler.HandleAsync(new Delivery(deliveryTag, exchange, routingKey, redelivered, _properties, body));
            return handled.IsCompletedSuccessfully ? Task.CompletedTask : AwaitAsync(handled);
        }
        catch (Exception e)
        {
            Fail(e);
            return Task.CompletedTask;
        }
    }

    /// <inheritdoc />
    protected override void OnCancelledByBroker() =>
        Session.End($"RabbitMQ cancelled the consumer of queue '{Queue}': the queue was deleted, or its node is gone");

    private ValueTask<bool> CountAndSettleAsync(ulong tag, Settlement settlement)
    {
        if (_stopped) Interlocked.Increment(ref _settledSinceStop);
        return SettleAsync(tag, settlement);
    }

    private async Task AwaitAsync(ValueTask handled)
    {
        try
        {
            await handled;
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private void Fail(Exception e)
    {
        // Handlers that wait are told of the end of the session by cancellation; that is how it should be.
        if (Session.HasEnded && e is OperationCanceledException or SessionEndedException) return;
        Session.LogHandlerFailed(e, Queue);
        Session.End($"The handler of queue '{Queue}' failed: {e.Message}");
    }
}
