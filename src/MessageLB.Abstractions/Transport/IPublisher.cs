namespace MessageLB.Transport;

/// <summary>
/// Publishes with mandatory routing and confirms. Not thread-safe: one <see cref="PublishAsync"/> at a time. Every publish
/// that returned normally gets exactly one outcome.
/// </summary>
public interface IPublisher : IAsyncDisposable
{
    /// <summary>
    /// Publishes one message. Returns when the transport has taken a copy of the body and the properties, long before the
    /// confirm. Waits while <see cref="PublisherOptions.MaxUnconfirmed"/> publishes have no outcome yet.
    /// </summary>
    /// <param name="exchange">Exchange; empty to address a queue by its name.</param>
    /// <param name="routingKey">Routing key, at most 255 bytes of UTF-8.</param>
    /// <param name="properties">Properties; not changed, not kept.</param>
    /// <param name="body">Body; not kept.</param>
    /// <param name="correlation">Handed back with the outcome; any number of the caller's.</param>
    /// <exception cref="SessionEndedException">The session has ended; this publish gets no outcome.</exception>
    /// <exception cref="MessageTooLargeException">The body exceeds <see cref="ITransport.MaxMessageSize"/>; this publish gets no outcome.</exception>
    ValueTask PublishAsync(string exchange, string routingKey, MessageProperties properties, ReadOnlyMemory<byte> body, ulong correlation);
}
