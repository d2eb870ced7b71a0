namespace MessageLB.Transport;

/// <summary>One attempt of a queue to hand over a message.</summary>
/// <param name="Tag">
/// Settle token: 1, 2, 3 … in the order in which the receiver's deliveries arrive, without gaps. Valid only for the receiver
/// that made it.
/// </param>
/// <param name="Exchange">Exchange that the message was published to; empty for the default exchange.</param>
/// <param name="RoutingKey">Routing key that the message was published with.</param>
/// <param name="Redelivered">True if this queue had handed the message over before.</param>
/// <param name="Properties">Properties and headers; the transport's memory (see <see cref="IDeliveryHandler.HandleAsync"/>).</param>
/// <param name="Body">Opaque bytes; the transport's memory (see <see cref="IDeliveryHandler.HandleAsync"/>).</param>
public readonly record struct Delivery(
    ulong Tag,
    string Exchange,
    string RoutingKey,
    bool Redelivered,
    MessageProperties Properties,
    ReadOnlyMemory<byte> Body);
