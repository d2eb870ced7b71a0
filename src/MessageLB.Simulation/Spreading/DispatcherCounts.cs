using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace MessageLB.Simulation.Spreading;

/// <summary>Settled messages by dispatcher, as heartbeats tell them: an array with the face of a dictionary, quick to copy.</summary>
internal sealed class DispatcherCounts : IReadOnlyDictionary<string, long>
{
    private readonly DispatcherNames _names;
    private readonly long[] _counts;

    public DispatcherCounts(DispatcherNames names)
        : this(names, new long[names.Count])
    {
    }

    private DispatcherCounts(DispatcherNames names, long[] counts) => (_names, _counts) = (names, counts);

    public int Count => _counts.Length;

    public IEnumerable<string> Keys => Enumerable.Range(0, Count).Select(i => _names[i]);

    public IEnumerable<long> Values => _counts;

    public long this[string key] => TryGetValue(key, out var count) ? count : throw new KeyNotFoundException($"There is no dispatcher '{key}'.");

    /// <summary>One more. Only before it is told.</summary>
    public void Increment(int dispatcher) => _counts[dispatcher]++;

    /// <summary>The counts of now, for a heartbeat.</summary>
    public DispatcherCounts Copy() => new(_names, [.. _counts]);

    public bool ContainsKey(string key) => _names.TryGetNumber(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out long value)
    {
        var known = _names.TryGetNumber(key, out var number);
        value = known ? _counts[number] : 0;
        return known;
    }

    public IEnumerator<KeyValuePair<string, long>> GetEnumerator() =>
        Enumerable.Range(0, Count).Select(i => KeyValuePair.Create(_names[i], _counts[i])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
