using MessageLB.Transport;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MessageLB.RabbitMq;

/// <summary>
/// Watches for the token of a worker instance as the next consumer of its queue: a token that arrives is a death, a queue that
/// goes away is a farewell.
/// </summary>
internal sealed class PresenceWatch : ChannelConsumer, IAsyncDisposable
{
    private readonly Action<PresenceEnd> _ended;
    private int _told;

    private PresenceWatch(RabbitMqSession session, BrokerConnection connection, IChannel channel, string queue, Action<PresenceEnd> ended)
        : base(session, connection, channel, queue) => _ended = ended;

    public static async Task<PresenceWatch> StartAsync(
        RabbitMqSession session,
        BrokerConnection connection,
        IChannel channel,
        string queue,
        Action<PresenceEnd> ended,
        CancellationToken cancellationToken)
    {
        var watch = new PresenceWatch(session, connection, channel, queue, ended);
        await watch.ConsumeAsync(prefetch: 1, priority: 0, cancellationToken);
        return watch;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Interlocked.Exchange(ref _told, 1);
        if (!TryBeginClose() || Session.HasEnded) return;
        await Session.CloseChannelAsync(Channel);
    }

    /// <inheritdoc />
    public override async Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default)
    {
        Tell(PresenceEnd.Lost);
        await SettleAsync(deliveryTag, Settlement.Ack);

        // Apart from this call: a channel that is being closed waits for its deliveries to be handled.
        Task.Run(CleanUpAsync, CancellationToken.None).Observe();
    }

    /// <inheritdoc />
    protected override void OnCancelledByBroker() => Task.Run(TellIfGoneAsync, CancellationToken.None).Observe();

    private void Tell(PresenceEnd end)
    {
        if (Interlocked.Exchange(ref _told, 1) != 0 || Session.HasEnded) return;
        try
        {
            _ended(end);
        }
        catch (Exception e)
        {
            Session.LogHandlerFailed(e, Queue);
        }
    }

    private async Task CleanUpAsync()
    {
        if (!TryBeginClose() || Session.HasEnded) return;
        try
        {
            await Session.CallAsync(Connection, _ => Channel.BasicCancelAsync(ConsumerTag), $"basic.cancel on queue '{Queue}'", CancellationToken.None);

            // Only if nobody else uses it: another watcher would take the deletion for a farewell, and the instance itself may
            // be back already.
            await Session.CallAsync(Connection, _ => Channel.QueueDeleteAsync(Queue, ifUnused: true, ifEmpty: false), $"queue.delete of '{Queue}'", CancellationToken.None);
        }
        catch (Exception e) when (e is SessionEndedException or OperationInterruptedException)
        {
            return;
        }

        await Session.CloseChannelAsync(Channel);
    }

    // In a cluster a consumer is cancelled, too, when the node of its queue goes down, which says nothing about the worker.
    private async Task TellIfGoneAsync()
    {
        if (!TryBeginClose()) return;
        try
        {
            await Session.CallAsync(Connection, _ => Channel.QueueDeclarePassiveAsync(Queue), $"queue.declare of '{Queue}'", CancellationToken.None);
            Tell(PresenceEnd.Left); // and held anew since
            await Session.CloseChannelAsync(Channel);
        }
        catch (OperationInterruptedException e)
        {
            if (e.ShutdownReason is { ReplyCode: Constants.NotFound } reason && reason.ReplyText.Contains("no queue", StringComparison.Ordinal)) Tell(PresenceEnd.Left);
        }
        catch (SessionEndedException)
        {
            // The watcher's own session ended; nobody is to be told because of that.
        }
    }
}
