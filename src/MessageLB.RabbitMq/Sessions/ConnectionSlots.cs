namespace MessageLB.RabbitMq;

/// <summary>
/// A session's connections for one purpose: one, and a further one whenever those that are there have as many channels as the broker allows,
/// which is 2,047 by default. A watch on a worker's presence takes a channel, so thousands of workers need several. Thread-safe.
/// </summary>
/// <param name="session">Owner.</param>
/// <param name="connector">Makes connections.</param>
/// <param name="name">Name of the first at the broker; a further one has its number behind it.</param>
/// <param name="writes">How they send.</param>
internal sealed class ConnectionSlots(RabbitMqSession session, Connector connector, string name, WriteStyle writes)
{
    private readonly Lock _adding = new();
    private ConnectionSlot[] _all = [new(session, connector, name, writes)];

    /// <summary>The first connection, if it was made.</summary>
    public BrokerConnection? Made => _all[0].Made;

    /// <summary>The first connection, for what needs a channel for a moment only, or always the same.</summary>
    public ValueTask<BrokerConnection> GetAsync(CancellationToken cancellationToken) => _all[0].GetAsync(cancellationToken);

    /// <summary>A connection on which a channel is reserved for the caller, who opens it or gives the reservation back.</summary>
    public async ValueTask<BrokerConnection> ReserveAsync(CancellationToken cancellationToken)
    {
        for (var place = 0; ; place++)
        {
            var connection = await At(place).GetAsync(cancellationToken);
            if (connection.TryReserveChannel()) return connection;
        }
    }

    /// <summary>Closes all of them; called once, after the session has ended.</summary>
    public Task CloseAsync(TimeSpan limit, TimeProvider time)
    {
        // Under the same lock as adding: a slot that comes later finds the session ended and makes no connection.
        lock (_adding) return Task.WhenAll(_all.Select(slot => slot.CloseAsync(limit, time)));
    }

    private ConnectionSlot At(int place)
    {
        var all = Volatile.Read(ref _all);
        if (place < all.Length) return all[place];
        lock (_adding)
        {
            if (place == _all.Length) Volatile.Write(ref _all, [.. _all, new ConnectionSlot(session, connector, $"{name} {place + 1}", writes)]);
            return _all[place];
        }
    }
}
