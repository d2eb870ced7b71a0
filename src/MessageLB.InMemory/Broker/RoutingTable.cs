using System.Collections.Concurrent;
using MessageLB.Transport;

namespace MessageLB.InMemory.Broker;

/// <summary>
/// The bindings of an exchange at one time, and where routing keys lead by them. Immutable but for the memory of keys seen, which
/// is bounded; since a change of bindings makes a new table, it never needs to be corrected. Thread-safe.
/// </summary>
internal sealed class RoutingTable(ExchangeType type, IReadOnlyList<Binding> bindings)
{
    private const int MaxRemembered = 4096;
    private readonly ConcurrentDictionary<string, MessageSink[]> _remembered = new(StringComparer.Ordinal);
    private int _count;

    public IReadOnlyList<Binding> Bindings => bindings;

    /// <summary>Everything that takes a message with this key, each once.</summary>
    public MessageSink[] Route(string routingKey)
    {
        // A fanout exchange does not look at the key, and must not remember one after the other.
        if (type == ExchangeType.Fanout) routingKey = string.Empty;
        return _remembered.TryGetValue(routingKey, out var sinks) ? sinks : Remember(routingKey);
    }

    private MessageSink[] Remember(string routingKey)
    {
        MessageSink[] sinks = [.. bindings.Where(b => Matches(b.Key, routingKey)).Select(b => b.Sink).Distinct()];
        if (Interlocked.Increment(ref _count) > MaxRemembered)
        {
            // Keys that never come again, such as order numbers, would fill any cleverer memory as well.
            _remembered.Clear();
            Interlocked.Exchange(ref _count, 1);
        }

        _remembered[routingKey] = sinks;
        return sinks;
    }

    private bool Matches(string bindingKey, string routingKey) => type switch
    {
        ExchangeType.Fanout => true,
        ExchangeType.Direct => bindingKey == routingKey,
        _ => TopicPattern.Matches(bindingKey, routingKey),
    };
}
