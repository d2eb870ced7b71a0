namespace MessageLB.Transport;

/// <summary>How a session presents itself and whom it tells about the broker's flow control.</summary>
public sealed record SessionOptions
{
    /// <summary>
    /// Name shown by the broker for the session's connections, for example <c>messagelb-worker orders/a</c>; the transport
    /// appends the purpose of each connection.
    /// </summary>
    public required string ClientName { get; init; }

    /// <summary>
    /// Called with the broker's reason when it stops reading publishes (<c>connection.blocked</c>), and with null when it
    /// reads again. Must return at once. Default: nobody is told.
    /// </summary>
    public Action<string?>? BlockedChanged { get; init; }

    /// <summary>
    /// If not 0, what a publisher and a receiver of this prefetch need of the broker is opened one ahead, for owners who will start some in a
    /// hurry. Costs two channels. <value>0 (nothing is) to 2,000, default 0.</value>
    /// </summary>
    public int SparePrefetch { get; init; }
}
