namespace MessageLB.Worker.Heartbeats;

/// <summary>
/// Handled messages and the time spent on them by kind: the first types seen have a counter each, all others share one, so that types
/// that are never the same cannot grow a heartbeat without end. Not thread-safe.
/// </summary>
internal sealed class KindCounters
{
    public const int MostTypes = KindNames.Most - 1;
    private static readonly Dictionary<string, KindCounts> Nothing = [];
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Entry _others = new(KindNames.Other);
    private Entry? _last;

    /// <summary>Counts one message that was done or failed.</summary>
    public void Add(string? type, TimeSpan busy)
    {
        var entry = _last is { } last && last.Type == type ? last : Find(type);
        entry.Count++;
        entry.Busy += busy;
        _last = entry;
    }

    /// <summary>The counters at this moment; empty until a type was seen.</summary>
    public IReadOnlyDictionary<string, KindCounts> Copy()
    {
        if (_entries.Count == 0) return Nothing;
        var copy = new Dictionary<string, KindCounts>(_entries.Count + 1, StringComparer.Ordinal);
        foreach (var entry in _entries.Values) copy.Add(entry.Type, entry.Counts);
        if (_others.Count > 0) copy.Add(_others.Type, _others.Counts);
        return copy;
    }

    private Entry Find(string? type)
    {
        if (string.IsNullOrEmpty(type) || !KindNames.IsValid(type)) return _others;
        if (_entries.TryGetValue(type, out var entry)) return entry;
        if (_entries.Count == MostTypes) return _others;
        entry = new Entry(type);
        _entries.Add(type, entry);
        return entry;
    }

    private sealed class Entry(string type)
    {
        public string Type { get; } = type;

        public long Count { get; set; }

        public TimeSpan Busy { get; set; }

        public KindCounts Counts => new(Count, Busy.TotalMilliseconds);
    }
}
