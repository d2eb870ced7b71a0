using MessageLB.CommandLine.Publishing;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench;

/// <summary>The messages of a run for a publisher that repeats what has no outcome.</summary>
/// <param name="group">First word of their routing key, and of their ids.</param>
/// <param name="size">Size of a body in bytes.</param>
/// <param name="count">How many; null: no end.</param>
internal sealed class BenchSource(string group, int size = BenchSource.DefaultSize, long? count = null) : IMessageSource
{
    /// <summary>Size when nobody asks for another one: a small message.</summary>
    public const int DefaultSize = 256;

    private readonly BenchMessages _messages = new(group, size);

    /// <inheritdoc />
    public long? Count => count;

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Make(long number, long due, MessageProperties properties, out string routingKey)
    {
        routingKey = _messages.RoutingKey;
        return _messages.Make((int)number, properties);
    }
}
