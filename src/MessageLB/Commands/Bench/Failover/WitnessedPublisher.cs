using System.Collections.Concurrent;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>A publisher that tells the witness of its publishes, and of the confirms of those that matter.</summary>
internal sealed class WitnessedPublisher(IPublishOutcomeHandler outcomes, FailoverWitness witness) : IPublisher, IPublishOutcomeHandler
{
    private readonly ConcurrentDictionary<ulong, bool> _awaited = new();
    private IPublisher? _inner;

    public void Attach(IPublisher inner) => _inner = inner;

    public ValueTask PublishAsync(string exchange, string routingKey, MessageProperties properties, ReadOnlyMemory<byte> body, ulong correlation)
    {
        if (exchange.Length == 0 && witness.Publish(properties.MessageId!, routingKey)) _awaited[correlation] = true;
        return _inner!.PublishAsync(exchange, routingKey, properties, body, correlation);
    }

    public void OnOutcome(ulong correlation, PublishOutcome outcome)
    {
        if (!_awaited.IsEmpty && _awaited.TryRemove(correlation, out _)) witness.Confirm();
        outcomes.OnOutcome(correlation, outcome);
    }

    public ValueTask DisposeAsync() => _inner!.DisposeAsync();
}
