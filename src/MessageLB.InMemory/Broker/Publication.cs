using MessageLB.Transport;

namespace MessageLB.InMemory.Broker;

/// <summary>A message on its way to queues; its memory is the publisher's, so whoever keeps it copies it.</summary>
internal readonly ref struct Publication(string exchange, string routingKey, MessageProperties properties, ReadOnlySpan<byte> body)
{
    public string Exchange { get; } = exchange;

    public string RoutingKey { get; } = routingKey;

    public MessageProperties Properties { get; } = properties;

    public ReadOnlySpan<byte> Body { get; } = body;
}
