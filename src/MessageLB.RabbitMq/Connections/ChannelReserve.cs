using RabbitMQ.Client;

namespace MessageLB.RabbitMq;

/// <summary>
/// Opens the channels of one connection that serve one purpose, and keeps the next one open ahead, its prefetch set: each of the two is a round
/// trip to the broker, which a rescue has no time for. A spare that the broker closed is replaced when it is asked for. Thread-safe.
/// </summary>
/// <param name="session">Owner.</param>
/// <param name="slot">The connection.</param>
/// <param name="options">How its channels are opened; null for the client's default.</param>
/// <param name="isKept">Whether one is kept ahead; else each is opened when it is asked for.</param>
/// <param name="prefetch">Prefetch of the one that is kept ahead; 0: none.</param>
internal sealed class ChannelReserve(RabbitMqSession session, ConnectionSlot slot, CreateChannelOptions? options, bool isKept, int prefetch = 0)
{
    private IChannel? _spare;
    private int _filling;

    /// <summary>An open channel that nobody else has.</summary>
    public async Task<OpenChannel> TakeAsync(CancellationToken cancellationToken)
    {
        var connection = await slot.GetAsync(cancellationToken);
        var taken = Interlocked.Exchange(ref _spare, null) is { IsOpen: true } spare
            ? new OpenChannel(connection, spare, prefetch)
            : new OpenChannel(connection, await session.OpenChannelAsync(connection, options, cancellationToken), 0);
        if (isKept) FillAsync(connection).Observe();
        return taken;
    }

    // One at a time: thousands of groups that start together need no more than one spare afterwards.
    private async Task FillAsync(BrokerConnection connection)
    {
        if (Interlocked.Exchange(ref _filling, 1) != 0) return;
        try
        {
            if (Volatile.Read(ref _spare) is not null) return;
            var channel = await session.OpenChannelAsync(connection, options, session.Ended);
            if (prefetch != 0) await session.SetPrefetchAsync(connection, channel, prefetch, "a spare channel", session.Ended);
            Volatile.Write(ref _spare, channel);
        }
        finally
        {
            Volatile.Write(ref _filling, 0);
        }
    }
}
