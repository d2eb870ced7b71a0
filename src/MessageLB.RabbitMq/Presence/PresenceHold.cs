using RabbitMQ.Client;

namespace MessageLB.RabbitMq;

/// <summary>
/// Holds the token of a worker instance: keeps one message of its queue unacknowledged. It consumes with a higher priority
/// than any watcher and before the token is published, so the token finds it first.
/// </summary>
internal sealed class PresenceHold : ChannelConsumer, IAsyncDisposable
{
    // The token, and its successor while it is being renewed.
    private const int Prefetch = 2;
    private const int LowestPriority = 10;

    /// <summary>Well inside the broker's consumer timeout (30 minutes), which would close the channel.</summary>
    private static readonly TimeSpan RenewInterval = TimeSpan.FromMinutes(10);

    // When a process holds its token again after its connection broke, the broker may not have noticed that yet and may still
    // know the previous consumer; the later one must win.
    private static int _holds;

    private readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _renewal;
    private bool _holding;

    private PresenceHold(RabbitMqSession session, BrokerConnection connection, IChannel channel, string queue)
        : base(session, connection, channel, queue)
    {
    }

    public static async Task<PresenceHold> StartAsync(
        RabbitMqSession session,
        BrokerConnection connection,
        IChannel channel,
        string queue,
        CancellationToken cancellationToken)
    {
        var hold = new PresenceHold(session, connection, channel, queue);
        await session.CallAsync(connection, _ => PresenceQueue.DeclareAsync(channel, queue), $"queue.declare of '{queue}'", cancellationToken);
        await hold.ConsumeAsync(Prefetch, LowestPriority + Interlocked.Increment(ref _holds), cancellationToken);
        try
        {
            await hold.PublishTokenAsync(cancellationToken);
            await hold._taken.Task.WaitAsync(session.Options.CallTimeout, session.Time, cancellationToken);
        }
        catch (Exception e)
        {
            await hold.DisposeAsync();
            if (e is not TimeoutException) throw;
            session.ThrowIfEnded();
            throw new BrokerUnavailableException($"RabbitMQ did not deliver the presence token of queue '{queue}' within {session.Options.CallTimeout.TotalSeconds:0.###} s; it may not take publishes at the moment (resource alarm).", e);
        }

        hold._renewal = session.Every(RenewInterval, static h => ((PresenceHold)h!).Renew(), hold);
        return hold;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!TryBeginClose()) return;
        if (_renewal is not null) await _renewal.DisposeAsync();
        if (Session.HasEnded) return;
        try
        {
            // With the token still in hand, so that no watcher gets it; watchers hear that their consumer was cancelled.
            await Session.CallAsync(Connection, _ => Channel.QueueDeleteAsync(Queue), $"queue.delete of '{Queue}'", CancellationToken.None);
        }
        catch (Exception e) when (e is SessionEndedException or RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            // Then this farewell is a death, and heartbeats tell the same.
        }

        if (!Session.HasEnded) await Session.CloseChannelAsync(Channel);
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
        // Any token will do. The newest is kept, whether it renews the one before or is left over from a previous life.
        if (_holding) await SettleAsync(deliveryTag - 1, Settlement.AckMultiple);
        _holding = true;
        _taken.TrySetResult();
    }

    /// <inheritdoc />
    protected override void OnCancelledByBroker() => Session.End($"The presence queue '{Queue}' was deleted");

    private ValueTask PublishTokenAsync(CancellationToken cancellationToken) =>
        Session.Bus.PublishAsync("", Queue, ReadOnlyMemory<byte>.Empty, cancellationToken);

    private void Renew() => PublishTokenAsync(CancellationToken.None).AsTask().Observe();
}
