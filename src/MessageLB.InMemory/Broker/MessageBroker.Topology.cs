using System.Diagnostics.CodeAnalysis;
using MessageLB.InMemory.Queues;
using MessageLB.InMemory.Sessions;
using MessageLB.Transport;

namespace MessageLB.InMemory.Broker;

internal sealed partial class MessageBroker
{
    private static readonly TimeSpan ShortestExpiry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestLife = TimeSpan.FromMilliseconds(1);

    // RabbitMQ carries it as milliseconds in 32 bits.
    private static readonly TimeSpan LongestExpiry = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    public void DeclareExchange(ExchangeSpec spec)
    {
        lock (_topology)
        {
            if (!_exchanges.TryGetValue(spec.Name, out var existing)) _exchanges[spec.Name] = new Exchange(spec);
            else if (existing.Spec != spec) throw Mismatch("Exchange", spec.Name, existing.Spec, spec);
        }
    }

    public void DeclareQueue(QueueSpec spec, InMemorySession session)
    {
        if (spec.Expires is { } expires && (expires < ShortestExpiry || expires > LongestExpiry))
            throw new ArgumentOutOfRangeException(nameof(spec), expires, $"Queue '{spec.Name}': Expires must be {ShortestExpiry} to {LongestExpiry}.");
        if (spec.TimeToLive is { } life && (life < ShortestLife || life > LongestExpiry))
            throw new ArgumentOutOfRangeException(nameof(spec), life, $"Queue '{spec.Name}': TimeToLive must be {ShortestLife} to {LongestExpiry}.");
        ArgumentOutOfRangeException.ThrowIfLessThan(spec.MaxLength ?? 0, 0, nameof(spec));
        ShortText.ThrowIfTooLong(spec.Name, nameof(spec));
        lock (_topology)
        {
            if (!_queues.TryGetValue(spec.Name, out var existing))
            {
                _queues[spec.Name] = new MessageQueue(this, spec, spec.Kind == QueueKind.Transient ? session : null);
                return;
            }

            if (existing.Spec != spec) throw Mismatch("Queue", spec.Name, existing.Spec, spec);
            ThrowIfForeign(existing, session);
            existing.RestartIdleTime();
        }
    }

    public void Bind(string queue, string exchange, string routingKey, InMemorySession session)
    {
        lock (_topology) FindExchange(exchange).Bind(routingKey, FindQueueNeedsLock(queue, session));
    }

    public void Bind(MessageSink sink, string exchange, string routingKey)
    {
        lock (_topology) FindExchange(exchange).Bind(routingKey, sink);
    }

    public void Unbind(string queue, string exchange, string routingKey)
    {
        lock (_topology)
        {
            if (_queues.TryGetValue(queue, out var bound) && _exchanges.TryGetValue(exchange, out var from)) from.Unbind(routingKey, bound);
        }
    }

    public void Unbind(MessageSink sink, string exchange)
    {
        lock (_topology) FindExchange(exchange).Unbind(sink);
    }

    public QueueDepth? Inspect(string queue) => _queues.TryGetValue(queue, out var found) ? found.Depth : null;

    /// <summary>A queue to receive from.</summary>
    /// <exception cref="MessageLBException">It does not exist, or is another session's own.</exception>
    public MessageQueue FindQueue(string name, InMemorySession session)
    {
        lock (_topology) return FindQueueNeedsLock(name, session);
    }

    public void DeleteQueue(string name)
    {
        if (_queues.TryGetValue(name, out var queue)) DeleteQueue(queue, onlyIfUnused: false);
    }

    /// <summary>Deletes a queue; sessions that receive from it end, for their receivers would wait for ever.</summary>
    public void DeleteQueue(MessageQueue queue, bool onlyIfUnused)
    {
        if (!TryRemove(queue, onlyIfUnused, out var receivers)) return;
        foreach (var receiver in receivers) receiver.Session.End($"Queue '{queue.Spec.Name}' was deleted.");
    }

    /// <summary>Deletes the queues that end with their session.</summary>
    public void DeleteQueuesOf(InMemorySession session)
    {
        foreach (var (_, queue) in _queues)
        {
            if (queue.Owner == session) DeleteQueue(queue, onlyIfUnused: false);
        }
    }

    private bool TryRemove(MessageQueue queue, bool onlyIfUnused, [NotNullWhen(true)] out IReadOnlyList<InMemoryReceiver>? receivers)
    {
        lock (_topology)
        {
            if (!queue.TryDelete(onlyIfUnused, out receivers)) return false;
            _queues.TryRemove(queue.Spec.Name, out _);
            foreach (var (_, exchange) in _exchanges) exchange.Unbind(queue);
            return true;
        }
    }

    private Exchange FindExchange(string name) =>
        _exchanges.TryGetValue(name, out var exchange) ? exchange : throw new MessageLBException($"Exchange '{name}' does not exist; declare it first.");

    private MessageQueue FindQueueNeedsLock(string name, InMemorySession session)
    {
        if (!_queues.TryGetValue(name, out var queue)) throw new MessageLBException($"Queue '{name}' does not exist; declare it first.");
        ThrowIfForeign(queue, session);
        return queue;
    }

    private static void ThrowIfForeign(MessageQueue queue, InMemorySession session)
    {
        if (queue.Owner is { } owner && owner != session)
            throw new MessageLBException($"Queue '{queue.Spec.Name}' is transient and belongs to the session of '{owner.ClientName}'.");
    }

    private static TopologyMismatchException Mismatch(string kind, string name, object existing, object wanted) =>
        new(name, $"{kind} '{name}' exists with other arguments: it is {existing}, and {wanted} was asked for; delete it or use the same arguments.");
}
