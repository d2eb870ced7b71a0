using MessageLB.Core.Heartbeats;

namespace MessageLB.Core.Groups;

/// <summary>The worker instances of a destination, live and lost. One thread.</summary>
internal sealed class InstanceSet
{
    /// <summary>Most instances remembered for one destination.</summary>
    public const int Most = 256;

    private readonly Dictionary<string, InstanceRecord> _byName = new(StringComparer.Ordinal);

    public int Count => _byName.Count;

    public Dictionary<string, InstanceRecord>.ValueCollection All => _byName.Values;

    public InstanceRecord? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The instance of that name, a new one if there is none; null if there are too many that live.</summary>
    public InstanceRecord? Join(string name, TimeSpan now)
    {
        if (_byName.TryGetValue(name, out var known)) return known;
        if (_byName.Count >= Most && !ForgetLongestLost()) return null;
        return _byName[name] = new InstanceRecord(name, now);
    }

    /// <summary>Forgets what was lost before <paramref name="time"/>; returns whether that left nobody.</summary>
    public bool ForgetLostBefore(TimeSpan time)
    {
        var before = _byName.Count;
        foreach (var (name, instance) in _byName)
        {
            // Removing while enumerating is allowed for dictionaries.
            if (instance.Lost && instance.LostAt < time) _byName.Remove(name);
        }

        return before > 0 && _byName.Count == 0;
    }

    /// <summary>Messages that the live instances said they hold.</summary>
    public long Held()
    {
        var held = 0L;
        foreach (var instance in All)
        {
            if (!instance.Lost && instance.Last is { } last) held += last.InFlight;
        }

        return held;
    }

    /// <summary>Whether every live instance was heard of after <paramref name="time"/>.</summary>
    public bool HeardSince(TimeSpan time)
    {
        foreach (var instance in All)
        {
            if (!instance.Lost && instance.LastSeen <= time) return false;
        }

        return true;
    }

    /// <summary>What the ready instances are good for together; if none is ready, what the live ones would be good for.</summary>
    public WorkerTotals Totals()
    {
        var ready = WorkerTotals.None;
        var live = WorkerTotals.None;
        foreach (var instance in All)
        {
            if (instance.Lost || instance.Last is not { } last) continue;
            live = live.With(last);
            if (last.State == WorkerState.Ready) ready = ready.With(last);
        }

        return ready.Concurrency > 0 ? ready : live;
    }

    private bool ForgetLongestLost()
    {
        InstanceRecord? longest = null;
        foreach (var instance in All)
        {
            if (instance.Lost && (longest is null || instance.LostAt < longest.LostAt)) longest = instance;
        }

        return longest is not null && _byName.Remove(longest.Name);
    }
}
