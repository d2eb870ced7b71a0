using RabbitMQ.Client;

namespace MessageLB.RabbitMq;

/// <summary>
/// Opens the channels of one connection that serve one purpose, and keeps the next one open ahead: opening takes one or two round trips to
/// the broker, which a rescue has no time for. A spare that the broker closed is replaced when it is asked for. Thread-safe.
/// </summary>
/// <param name="session">Owner.</param>
/// <param name="slot">The connection.</param>
/// <param name="options">How its channels are opened; null for the client's default.</param>
/// <param name="isKept">Whether one is kept ahead; else each is opened when it is asked for.</param>
internal sealed class ChannelReserve(RabbitMqSession session, ConnectionSlot slot, CreateChannelOptions? options, bool isKept)
{
    private IChannel? _spare;
    private int _filling;

    /// <summary>An open channel that nobody else has.</summary>
    public async Task<(BrokerConnection Connection, IChannel Channel)> TakeAsync(CancellationToken cancellationToken)
    {
        var connection = await slot.GetAsync(cancellationToken);
        var channel = Interlocked.Exchange(ref _spare, null);
        if (channel is not { IsOpen: true }) channel = await session.OpenChannelAsync(connection, options, cancellationToken);
        if (isKept) FillAsync(connection).Observe();
        return (connection, channel);
    }

    // One at a time: thousands of groups that start together need no more than one spare afterwards.
    private async Task FillAsync(BrokerConnection connection)
    {
        if (Interlocked.Exchange(ref _filling, 1) != 0) return;
        try
        {
            if (Volatile.Read(ref _spare) is null) Volatile.Write(ref _spare, await session.OpenChannelAsync(connection, options, session.Ended));
        }
        finally
        {
            Volatile.Write(ref _filling, 0);
        }
    }
}
