namespace MessageLB.Core.Sticky;

/// <summary>
/// Which destination a key belongs to, for the keys seen last: a bounded table that forgets the key that was used the longest time ago,
/// and any that was not used for its time to live. Does not allocate once it is full. Thread-safe.
/// </summary>
public sealed class StickyTable
{
    private const int None = -1;

    private readonly Lock _gate = new();
    private readonly int _most;
    private readonly TimeSpan _timeToLive;
    private readonly Dictionary<ulong, int> _byKey = [];
    private readonly List<Entry> _entries = [];
    private int _newest = None;
    private int _oldest = None;

    /// <summary>Creates an empty table.</summary>
    /// <param name="most">Most keys.</param>
    /// <param name="timeToLive">How long a key is remembered after its last use.</param>
    public StickyTable(int most, TimeSpan timeToLive)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        _most = most;
        _timeToLive = timeToLive;
    }

    /// <summary>Keys remembered, those past their time included.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _byKey.Count;
        }
    }

    /// <summary>The destination that a key belongs to, or null; counts as a use.</summary>
    /// <param name="key">Hash of the key.</param>
    /// <param name="now">Time since any fixed moment, never earlier than before.</param>
    public string? Find(ulong key, TimeSpan now)
    {
        lock (_gate)
        {
            if (!_byKey.TryGetValue(key, out var at)) return null;
            var entry = _entries[at];
            if (now - entry.UsedAt > _timeToLive) return null;
            Use(at, entry with { UsedAt = now });
            return entry.Destination;
        }
    }

    /// <summary>Remembers where a key belongs from now on.</summary>
    public void Learn(ulong key, string destination, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(destination);
        lock (_gate)
        {
            if (!_byKey.TryGetValue(key, out var at))
            {
                at = Room();
                _byKey[key] = at;
            }

            Use(at, _entries[at] with { Key = key, Destination = destination, UsedAt = now });
        }
    }

    private int Room()
    {
        if (_entries.Count < _most)
        {
            _entries.Add(new Entry(0, "", default, None, None));
            var fresh = _entries.Count - 1;
            Link(fresh, _entries[fresh]);
            return fresh;
        }

        _byKey.Remove(_entries[_oldest].Key);
        return _oldest;
    }

    private void Use(int at, Entry entry)
    {
        if (at == _newest)
        {
            _entries[at] = entry;
            return;
        }

        Unlink(entry, at);
        Link(at, entry);
    }

    private void Unlink(Entry entry, int at)
    {
        if (entry.Newer != None) _entries[entry.Newer] = _entries[entry.Newer] with { Older = entry.Older };
        if (entry.Older != None) _entries[entry.Older] = _entries[entry.Older] with { Newer = entry.Newer };
        if (_oldest == at) _oldest = entry.Newer;
    }

    private void Link(int at, Entry entry)
    {
        _entries[at] = entry with { Newer = None, Older = _newest };
        if (_newest != None) _entries[_newest] = _entries[_newest] with { Newer = at };
        _newest = at;
        if (_oldest == None) _oldest = at;
    }

    private readonly record struct Entry(ulong Key, string Destination, TimeSpan UsedAt, int Newer, int Older);
}
