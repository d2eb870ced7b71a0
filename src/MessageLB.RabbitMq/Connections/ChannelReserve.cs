using RabbitMQ.Client;

namespace MessageLB.RabbitMq;

/// <summary>
/// Opens the channels that serve one purpose, and keeps the next one open ahead, its prefetch set: each of the two is a round
/// trip to the broker, which a rescue has no time for. A spare that the broker closed is replaced when it is asked for. Thread-safe.
/// </summary>
/// <param name="session">Owner.</param>
/// <param name="slots">The connections.</param>
/// <param name="options">How its channels are opened; null for the client's default.</param>
/// <param name="isKept">Whether one is kept ahead; else each is opened when it is asked for.</param>
/// <param name="prefetch">Prefetch of the one that is kept ahead; 0: none.</param>
internal sealed class ChannelReserve(RabbitMqSession session, ConnectionSlots slots, CreateChannelOptions? options, bool isKept, int prefetch = 0)
{
    private Spare? _spare;
    private int _filling;

    /// <summary>An open channel that nobody else has.</summary>
    public async Task<OpenChannel> TakeAsync(CancellationToken cancellationToken)
    {
        // Whoever has no connection yet is told why here.
        await slots.GetAsync(cancellationToken);
        var taken = Interlocked.Exchange(ref _spare, null) is { Open.Channel.IsOpen: true } spare ? spare.Open : await OpenAsync(cancellationToken);
        if (isKept) FillAsync().Observe();
        return taken;
    }

    // One at a time: thousands of groups that start together need no more than one spare afterwards.
    private async Task FillAsync()
    {
        if (Interlocked.Exchange(ref _filling, 1) != 0) return;
        try
        {
            if (Volatile.Read(ref _spare) is not null) return;
            var open = await OpenAsync(session.Ended);
            if (prefetch != 0) await session.SetPrefetchAsync(open.Connection, open.Channel, prefetch, "a spare channel", session.Ended);
            Volatile.Write(ref _spare, new Spare(open with { Prefetch = prefetch }));
        }
        finally
        {
            Volatile.Write(ref _filling, 0);
        }
    }

    private async Task<OpenChannel> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await slots.ReserveAsync(cancellationToken);
        try
        {
            var channel = await session.OpenChannelAsync(connection, options, cancellationToken);
            channel.ChannelShutdownAsync += (_, _) =>
            {
                connection.ReleaseChannel();
                return Task.CompletedTask;
            };
            return new OpenChannel(connection, channel, 0);
        }
        catch
        {
            connection.ReleaseChannel();
            throw;
        }
    }

    private sealed record Spare(OpenChannel Open);
}
