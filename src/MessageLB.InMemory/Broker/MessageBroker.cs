using System.Collections.Concurrent;
using MessageLB.InMemory.Queues;
using MessageLB.InMemory.Sessions;
using MessageLB.Transport;

namespace MessageLB.InMemory.Broker;

/// <summary>
/// What all sessions of one transport share: exchanges, queues, presence tokens. Publishing reads without locks; changes of
/// topology take the topology lock, under which no queue or session is locked.
/// </summary>
internal sealed partial class MessageBroker
{
    private readonly ConcurrentDictionary<string, Exchange> _exchanges = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MessageQueue> _queues = new(StringComparer.Ordinal);
    private readonly Lock _topology = new();
    private volatile string? _blockedReason;
    private long _droppedDeadLetters;

    public MessageBroker(InMemoryOptions options)
    {
        Options = options;
        // Subscriptions to control messages need no declaration; declaring it once more does nothing.
        DeclareExchange(TopologySpecs.Exchanges.Single(e => e.Name == Names.ControlExchange));
    }

    public InMemoryOptions Options { get; }

    public SessionList Sessions { get; } = new();

    public PresenceBoard Presence { get; } = new();

    public string? BlockedReason => _blockedReason;

    public long DroppedDeadLetters => Interlocked.Read(ref _droppedDeadLetters);

    /// <summary>Hands a publication to every queue that it is routed to, or to the alternate exchange's if there is none.</summary>
    public Acceptance Publish(in Publication publication)
    {
        if (publication.Exchange.Length == 0)
            return _queues.TryGetValue(publication.RoutingKey, out var queue) ? queue.Accept(publication) : Acceptance.Unroutable;
        if (!_exchanges.TryGetValue(publication.Exchange, out var exchange)) return Acceptance.NoExchange;
        HashSet<Exchange>? visited = null;
        while (true)
        {
            var acceptance = Offer(exchange.Route(publication.RoutingKey), publication);
            if (acceptance != Acceptance.Unroutable || exchange.Spec.AlternateExchange is not { } alternate) return acceptance;
            visited ??= [];
            // Alternate exchanges may form a circle.
            if (!visited.Add(exchange) || !_exchanges.TryGetValue(alternate, out exchange)) return Acceptance.Unroutable;
        }
    }

    /// <summary>Holds publishes back while <paramref name="reason"/> is not null; routes those held back once it is.</summary>
    public void Block(string? reason)
    {
        var before = Interlocked.Exchange(ref _blockedReason, reason);
        if (before == reason) return;
        foreach (var session in Sessions.All()) session.OnBlockedChanged(reason);
    }

    /// <summary>Makes a dead letter of a message that has left its queue, or drops it if the queue has no place for dead letters.</summary>
    public void DeadLetter(QueueSpec from, StoredMessage message)
    {
        if (from.DeadLetterExchange is { } exchange)
        {
            var properties = DeathRecord.Add(message, from.Name);
            var letter = new Publication(exchange, from.DeadLetterRoutingKey ?? message.RoutingKey, properties, message.Body.Span);
            if (Publish(letter) != Acceptance.Taken) Interlocked.Increment(ref _droppedDeadLetters);
        }

        message.Release();
    }

    private static Acceptance Offer(MessageSink[] sinks, in Publication publication)
    {
        var result = Acceptance.Unroutable;
        foreach (var sink in sinks)
        {
            // Refused if any of several queues is full, as in RabbitMQ: the others have the message all the same.
            var one = sink.Accept(publication);
            if (one > result) result = one;
        }

        return result;
    }
}
