using System.Collections.Concurrent;
using MessageLB.Frames;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>A publisher that tells the witness of the messages that it publishes, alone or in frames, and of the confirms of those that matter.</summary>
internal sealed class WitnessedPublisher(IPublishOutcomeHandler outcomes, FailoverWitness witness) : IPublisher, IPublishOutcomeHandler
{
    private readonly ConcurrentDictionary<ulong, int> _awaited = new();
    private IPublisher? _inner;

    public void Attach(IPublisher inner) => _inner = inner;

    public ValueTask PublishAsync(string exchange, string routingKey, MessageProperties properties, ReadOnlyMemory<byte> body, ulong correlation)
    {
        // Before it is published: the outcome may come before the call returns.
        var awaited = exchange.Length == 0 ? MessagesIn(properties, body).Count(message => witness.Publish(message, routingKey)) : 0;
        if (awaited > 0) _awaited[correlation] = awaited;
        return _inner!.PublishAsync(exchange, routingKey, properties, body, correlation);
    }

    public void OnOutcome(ulong correlation, PublishOutcome outcome)
    {
        if (!_awaited.IsEmpty && _awaited.TryRemove(correlation, out var awaited)) witness.Confirm(awaited);
        outcomes.OnOutcome(correlation, outcome);
    }

    public ValueTask DisposeAsync() => _inner!.DisposeAsync();

    private static List<string> MessagesIn(MessageProperties properties, ReadOnlyMemory<byte> body)
    {
        if (!FrameFormat.IsFrame(properties)) return [properties.MessageId!];
        var messages = new List<string>();
        var (reader, message) = (new FrameReader(), new MessageProperties());
        reader.TryOpen(body);
        while (reader.TryRead(message, out _)) messages.Add(message.MessageId!);
        return messages;
    }
}
