namespace MessageLB.Worker.Heartbeats;

/// <summary>
/// Settled messages by dispatcher, for the 64 dispatchers heard of last, so that restarts of dispatchers cannot grow a
/// heartbeat without end. Not thread-safe.
/// </summary>
internal sealed class DispatcherCounts
{
    public const int MostDispatchers = 64;
    private static readonly Dictionary<string, long> Nobody = [];
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private Entry? _last;
    private long _uses;

    /// <summary>Counts one message; a dispatcher without a usable name is not counted.</summary>
    public void Add(string? dispatcher)
    {
        if (string.IsNullOrEmpty(dispatcher) || dispatcher.Length > Names.MaxLength) return;
        var entry = _last is { } last && last.Dispatcher == dispatcher ? last : Find(dispatcher);
        entry.Count++;
        entry.LastUse = ++_uses;
        _last = entry;
    }

    /// <summary>The counts at this moment.</summary>
    public IReadOnlyDictionary<string, long> Copy()
    {
        if (_entries.Count == 0) return Nobody;
        var copy = new Dictionary<string, long>(_entries.Count, StringComparer.Ordinal);
        foreach (var entry in _entries.Values) copy.Add(entry.Dispatcher, entry.Count);
        return copy;
    }

    private Entry Find(string dispatcher)
    {
        if (_entries.TryGetValue(dispatcher, out var entry)) return entry;
        if (_entries.Count == MostDispatchers) _entries.Remove(_entries.Values.MinBy(e => e.LastUse)!.Dispatcher);
        entry = new Entry(dispatcher);
        _entries.Add(dispatcher, entry);
        return entry;
    }

    private sealed class Entry(string dispatcher)
    {
        public string Dispatcher { get; } = dispatcher;

        public long Count { get; set; }

        public long LastUse { get; set; }
    }
}
