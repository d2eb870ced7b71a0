using MessageLB.Transport;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MessageLB.RabbitMq;

/// <summary>
/// A subscription: an exclusive queue that drops its oldest messages when full. Messages are acknowledged many at a time, not
/// automatically, because without a prefetch limit the client takes everything into memory without any bound.
/// </summary>
internal sealed class ControlSubscription : ChannelConsumer, IAsyncDisposable
{
    private const int MaxLength = 10_000;
    private const int Prefetch = 512;
    private const ulong AckEvery = 128;

    // A message that stays unacknowledged for long trips the broker's consumer timeout, so a batch does not wait to fill up.
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    private readonly ControlHandler _handler;
    private readonly Lock _ackLock = new();
    private ulong _handled;
    private ulong _acked;
    private ITimer? _flush;

    private ControlSubscription(RabbitMqSession session, BrokerConnection connection, IChannel channel, string queue, ControlHandler handler)
        : base(session, connection, channel, queue) => _handler = handler;

    public static async Task<ControlSubscription> StartAsync(RabbitMqSession session, string pattern, ControlHandler handler, CancellationToken cancellationToken)
    {
        try
        {
            return await session.StartOnChannelAsync(session.ControlChannels, open => StartAsync(session, open.Connection, open.Channel, pattern, handler, cancellationToken), cancellationToken);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason is { } reason)
        {
            throw Refusals.Explain(reason, $"subscribe to '{pattern}' on exchange '{Names.ControlExchange}'", Names.ControlExchange, "", session.Connector, e);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!TryBeginClose()) return;
        if (_flush is not null) await _flush.DisposeAsync();
        if (!Session.HasEnded) await Session.CloseChannelAsync(Channel);
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
        if (IsClosing || Session.HasEnded) return Task.CompletedTask;
        try
        {
            _handler(routingKey, body.Span);
        }
        catch (Exception e)
        {
            // Control messages are cumulative or repeated, so one that cannot be handled is no reason to start all over.
            Session.LogCallbackFailed(e, routingKey);
        }

        Volatile.Write(ref _handled, deliveryTag);
        Flush(AckEvery);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override void OnCancelledByBroker() => Session.End("RabbitMQ cancelled a subscription to control messages");

    private static async Task<ControlSubscription> StartAsync(
        RabbitMqSession session,
        BrokerConnection connection,
        IChannel channel,
        string pattern,
        ControlHandler handler,
        CancellationToken cancellationToken)
    {
        var arguments = new Dictionary<string, object?> { ["x-max-length"] = MaxLength, ["x-overflow"] = "drop-head" };
        var queue = await session.CallAsync(
            connection,
            _ => channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true, arguments),
            "queue.declare for control messages",
            cancellationToken);
        await session.CallAsync(
            connection,
            _ => channel.QueueBindAsync(queue.QueueName, Names.ControlExchange, pattern),
            "queue.bind for control messages",
            cancellationToken);
        var subscription = new ControlSubscription(session, connection, channel, queue.QueueName, handler);
        await subscription.ConsumeAsync(Prefetch, priority: 0, cancellationToken);
        subscription._flush = session.Every(FlushInterval, static s => ((ControlSubscription)s!).Flush(least: 1), subscription);
        return subscription;
    }

    private void Flush(ulong least)
    {
        ulong upTo;
        lock (_ackLock)
        {
            upTo = Volatile.Read(ref _handled);
            if (upTo - _acked < least) return;
            _acked = upTo;
        }

        SettleAsync(upTo, Settlement.AckMultiple).AsTask().Observe();
    }
}
