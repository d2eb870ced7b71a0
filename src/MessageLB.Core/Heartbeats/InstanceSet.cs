using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;

namespace MessageLB.Core.Heartbeats;

/// <summary>The worker instances of one destination, and what they make of it together. One thread.</summary>
internal sealed class InstanceSet(HealthMonitoringConfig health)
{
    /// <summary>Most instances remembered for one destination.</summary>
    public const int MaxInstances = 256;

    private readonly Dictionary<string, InstanceRecord> _byName = new(StringComparer.Ordinal);
    private HealthMonitoringConfig _health = health;

    // Most destinations have one instance, and each of its heartbeats asks for it four times.
    private InstanceRecord? _only;

    public Dictionary<string, InstanceRecord>.ValueCollection All => _byName.Values;

    public int Count => _byName.Count;

    /// <summary>Judges by other figures from now on.</summary>
    public void Reconfigure(HealthMonitoringConfig health)
    {
        _health = health;
        foreach (var instance in _byName.Values) instance.Reconfigure(health);
    }

    public InstanceRecord? Find(string instance) => _byName.GetValueOrDefault(instance);

    /// <summary>The record of an instance, a new one if need be; null if there are too many, none of them lost.</summary>
    public InstanceRecord? Join(string instance, TimeSpan now)
    {
        if (_only is not null && string.Equals(_only.Name, instance)) return _only;
        if (_byName.TryGetValue(instance, out var known)) return known;
        if (_byName.Count >= MaxInstances && !ForgetLongestLost()) return null;
        var joined = _byName[instance] = new InstanceRecord(instance, _health, now);
        FindOnly();
        return joined;
    }

    /// <summary>Forgets instances that were lost longer than <paramref name="limit"/> ago; true if that left nobody.</summary>
    public bool ForgetLost(TimeSpan now, TimeSpan limit)
    {
        var before = _byName.Count;
        foreach (var (name, instance) in _byName)
        {
            // A dictionary allows removal while it is enumerated.
            if (instance.Lost && now - instance.LostAt > limit) _byName.Remove(name);
        }

        if (_byName.Count < before) FindOnly();
        return before > 0 && _byName.Count == 0;
    }

    /// <summary>Messages that live instances have received and not settled.</summary>
    public long Held()
    {
        var held = 0L;
        foreach (var instance in _byName.Values)
        {
            if (!instance.Lost && instance.Last is { } last) held += last.InFlight;
        }

        return held;
    }

    /// <summary>The live instance with the latest heartbeat; null if there is none.</summary>
    public InstanceRecord? HeardLast()
    {
        InstanceRecord? latest = null;
        foreach (var instance in _byName.Values)
        {
            if (!instance.Lost && instance.Last is not null && (latest is null || instance.LastSeen > latest.LastSeen)) latest = instance;
        }

        return latest;
    }

    /// <summary>Whether every live instance was heard of after <paramref name="time"/>.</summary>
    public bool HeardSince(TimeSpan time)
    {
        foreach (var instance in _byName.Values)
        {
            if (!instance.Lost && instance.LastSeen <= time) return false;
        }

        return true;
    }

    /// <summary>Whether a live instance says that it is in a state.</summary>
    public bool AnySays(WorkerState state)
    {
        foreach (var instance in _byName.Values)
        {
            if (!instance.Lost && instance.Last?.State == state) return true;
        }

        return false;
    }

    /// <summary>Whether a live instance reports results.</summary>
    public bool AnyReports()
    {
        foreach (var instance in _byName.Values)
        {
            if (!instance.Lost && instance.Last is { Results: true }) return true;
        }

        return false;
    }

    /// <summary>What the ready instances ask for together; if none is ready, what the live ones would ask for.</summary>
    public InstanceWishes Wishes()
    {
        if (_only is not null) return _only is { Lost: false, Last: { } only } ? default(InstanceWishes).With(only) : default;
        var ready = default(InstanceWishes);
        var live = default(InstanceWishes);
        foreach (var instance in _byName.Values)
        {
            if (instance.Lost || instance.Last is not { } last) continue;
            live = live.With(last);
            if (instance.IsReady) ready = ready.With(last);
        }

        return ready.Concurrency > 0 ? ready : live;
    }

    /// <summary>A destination is as good as its best live instance; without one, as the last that went.</summary>
    public Sighting Sighting()
    {
        if (_only is not null) return Of(_only);
        InstanceRecord? best = null;
        foreach (var instance in _byName.Values)
        {
            if (best is null || IsBetter(instance, best)) best = instance;
        }

        if (best is null) return new(DestinationCondition.Unknown, "no heartbeat yet");
        return best.IsReady && best.Stalled is not null && FirstThatWorks() is { } working ? Of(working) : Of(best);
    }

    private InstanceRecord? FirstThatWorks()
    {
        foreach (var instance in _byName.Values)
        {
            if (instance.IsReady && instance.Stalled is null) return instance;
        }

        return null;
    }

    private static bool IsBetter(InstanceRecord one, InstanceRecord other)
    {
        if (one.Lost != other.Lost) return !one.Lost;
        return one.Lost ? one.LostAt > other.LostAt : Rank(one) > Rank(other);
    }

    private static int Rank(InstanceRecord instance) => instance.Last?.State switch
    {
        WorkerState.Ready => 5,
        WorkerState.Draining => 4,
        WorkerState.Starting => 3,
        WorkerState.Maintenance => 2,
        WorkerState.Failed => 1,
        _ => 0,
    };

    private static Sighting Of(InstanceRecord instance)
    {
        if (instance.Lost) return new(instance.Left ? DestinationCondition.Left : DestinationCondition.Lost, instance.LostReason);
        return instance.Last?.State switch
        {
            WorkerState.Ready when instance.Stalled is { } stalled => new(DestinationCondition.Hung, stalled),
            WorkerState.Ready => new(DestinationCondition.Ready, null),
            WorkerState.Starting => new(DestinationCondition.Starting, "its worker says that it is starting"),
            WorkerState.Draining => new(DestinationCondition.Draining, "its worker says that it is draining"),
            WorkerState.Maintenance => new(DestinationCondition.Maintenance, "its worker says that it is in maintenance"),
            WorkerState.Failed => new(DestinationCondition.Failed, "its worker says that it failed"),
            _ => new(DestinationCondition.Unknown, "no heartbeat yet"),
        };
    }

    private bool ForgetLongestLost()
    {
        InstanceRecord? longest = null;
        foreach (var instance in _byName.Values)
        {
            if (instance.Lost && (longest is null || instance.LostAt < longest.LostAt)) longest = instance;
        }

        return longest is not null && _byName.Remove(longest.Name);
    }

    private void FindOnly()
    {
        _only = null;
        if (_byName.Count != 1) return;
        foreach (var instance in _byName.Values) _only = instance;
    }
}
