using MessageLB.CommandLine.Commands.Bench.Latency;
using MessageLB.CommandLine.Publishing;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Processes;

/// <summary>Small messages without an end, numbered in their ids.</summary>
/// <param name="group">First word of their routing key, and of their ids.</param>
internal sealed class BenchSource(string group) : IMessageSource
{
    private const int Size = 256;

    private readonly BenchMessages _messages = new(group, Size);

    /// <inheritdoc />
    public long? Count => null;

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Make(long number, long due, MessageProperties properties, out string routingKey)
    {
        routingKey = _messages.RoutingKey;
        return _messages.Make((int)number, properties);
    }
}
