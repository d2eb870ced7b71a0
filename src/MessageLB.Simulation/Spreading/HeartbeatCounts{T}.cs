using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace MessageLB.Simulation.Spreading;

/// <summary>
/// Counters of a heartbeat by name: an array with the face of a dictionary, quick to copy. What counts nothing is not in it, as a
/// worker does not tell of what it has not seen.
/// </summary>
/// <typeparam name="T">The counters of a name; its default value counts nothing.</typeparam>
internal sealed class HeartbeatCounts<T> : IReadOnlyDictionary<string, T>
    where T : struct, IEquatable<T>
{
    private readonly NameTable _names;
    private readonly T[] _counts;

    public HeartbeatCounts(NameTable names)
        : this(names, new T[names.Count], 0)
    {
    }

    private HeartbeatCounts(NameTable names, T[] counts, int count) => (_names, _counts, Count) = (names, counts, count);

    public int Count { get; private set; }

    public IEnumerable<string> Keys => this.Select(pair => pair.Key);

    public IEnumerable<T> Values => this.Select(pair => pair.Value);

    public T this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"Nothing counts for '{key}'.");

    /// <summary>The counters of a number; only before they are told.</summary>
    public T this[int number]
    {
        get => _counts[number];
        set
        {
            if (_counts[number].Equals(default)) Count++;
            _counts[number] = value;
        }
    }

    /// <summary>The counters of now, for a heartbeat.</summary>
    public HeartbeatCounts<T> Copy() => new(_names, [.. _counts], Count);

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        value = _names.TryGetNumber(key, out var number) ? _counts[number] : default;
        return !value.Equals(default);
    }

    public IEnumerator<KeyValuePair<string, T>> GetEnumerator()
    {
        for (var number = 0; number < _counts.Length; number++)
        {
            if (!_counts[number].Equals(default)) yield return KeyValuePair.Create(_names[number], _counts[number]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
