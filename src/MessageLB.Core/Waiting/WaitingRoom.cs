using MessageLB.Core.Limits;

namespace MessageLB.Core.Waiting;

/// <summary>
/// Says who goes next of those that wait: higher priority first, then tenants by weighted fair shares, then first come, first served;
/// and nobody sooner than the limits allow. Who shall go stays inside until it is taken, so that a look costs nothing if there is no
/// credit. One thread.
/// </summary>
/// <remarks>
/// Fair shares are start-time fair queueing (Goyal, Vin and Cheng, 1996; https://doi.org/10.1145/248156.248171) with messages of one
/// size: each tenant has a virtual time that moves by 1 ÷ weight with each of its messages, the one that is furthest behind goes next,
/// and who begins to wait starts where the others are, so that nobody saves up what it did not use.
/// </remarks>
/// <typeparam name="T">What waits.</typeparam>
/// <param name="rules">Weights and limits.</param>
public sealed class WaitingRoom<T>(WaitingRules rules)
{
    /// <summary>Tenants told apart at a time; those beyond share one place.</summary>
    public const int MostTenants = 10_000;

    private readonly Dictionary<ulong, WaitingTenant<T>> _tenants = [];
    private readonly List<WaitingTenant<T>> _waiting = [];
    private readonly WaitingTenant<T> _beyond = new(rules.Others, rules.RefuseBeyond);
    private readonly Pace? _pace = rules.Rate is { } rate ? new Pace(rate) : null;
    private readonly LeakyBucket? _bucket = rules is { Rate: { } all, RefuseBeyond: { } burst } ? new LeakyBucket(all, burst) : null;
    private WaitingTenant<T>? _first;
    private Int128 _virtualTime;
    private long _arrivals;

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>After <see cref="TryPeek"/> found nobody: how long until a limit lets somebody go; null if nobody waits for that.</summary>
    public TimeSpan? DueIn { get; private set; }

    /// <summary>After <see cref="Take"/>: whether it had to wait for a limit.</summary>
    public bool WasDelayed { get; private set; }

    /// <summary>Tenants remembered.</summary>
    internal int Tenants => _tenants.Count;

    /// <summary>Lets one in to wait; false if it came too soon for a limit that refuses.</summary>
    /// <param name="item">Who comes.</param>
    /// <param name="tenant">Hash of its tenant.</param>
    /// <param name="priority">Priority; higher goes first.</param>
    /// <param name="now">Time since any fixed moment, never earlier than before.</param>
    public bool TryAdd(T item, ulong tenant, byte priority, TimeSpan now)
    {
        var of = Find(tenant, now);
        if (_bucket?.TryEnter(now) == false || of.Bucket?.TryEnter(now) == false) return false;
        of.Add(item, priority, _arrivals++);
        Count++;
        if (of.Place >= 0) return true;
        of.Pass = Int128.Max(of.Pass, Present());
        of.Place = _waiting.Count;
        _waiting.Add(of);
        return true;
    }

    /// <summary>Who goes next; false if nobody may go now. Calls in between change nothing but who comes in.</summary>
    public bool TryPeek(TimeSpan now, out T item)
    {
        item = default!;
        _first = null;
        DueIn = null;
        if (Count == 0) return false;
        if (_pace?.DueIn(now) is { Ticks: > 0 } wait)
        {
            DueIn = wait;
            return false;
        }

        foreach (var tenant in _waiting)
        {
            if (tenant.Pace?.DueIn(now) is { Ticks: > 0 } due) DueIn = DueIn < due ? DueIn : due;
            else if (_first is null || IsBefore(tenant, _first)) _first = tenant;
        }

        if (_first is null) return false;
        DueIn = null;
        item = _first.First;
        return true;
    }

    /// <summary>Takes out who <see cref="TryPeek"/> named, and counts it towards shares and limits. Once per successful look, with nothing added in between.</summary>
    public T Take(TimeSpan now)
    {
        var tenant = _first ?? throw new InvalidOperationException("Nobody was named to go next.");
        _first = null;
        _virtualTime = Int128.Max(_virtualTime, tenant.Pass);
        WasDelayed = _pace is { IsWaitedFor: true } || tenant.Pace is { IsWaitedFor: true };
        _pace?.Take(now);
        tenant.Pace?.Take(now);
        return Remove(tenant);
    }

    /// <summary>Takes out anybody, whatever the order and the limits; false if nobody waits.</summary>
    public bool TryRemoveAny(out T item)
    {
        _first = null;
        item = default!;
        if (Count == 0) return false;
        item = Remove(_waiting[^1]);
        return true;
    }

    /// <summary>How many of a tenant wait.</summary>
    public int CountOf(ulong tenant) => _tenants.TryGetValue(tenant, out var known) ? known.Count : 0;

    private static bool IsBefore(WaitingTenant<T> one, WaitingTenant<T> other)
    {
        if (one.FirstClass != other.FirstClass) return one.FirstClass < other.FirstClass;
        return one.Pass != other.Pass ? one.Pass < other.Pass : one.FirstRank < other.FirstRank;
    }

    private T Remove(WaitingTenant<T> tenant)
    {
        var item = tenant.Take();
        if (--Count == 0) _pace?.Rest();
        if (tenant.Count > 0) return item;
        tenant.Pace?.Rest();
        var last = _waiting[^1];
        _waiting[last.Place = tenant.Place] = last;
        _waiting.RemoveAt(_waiting.Count - 1);
        tenant.Place = -1;
        return item;
    }

    // The least of those that wait: one with a high priority may be far ahead of the others, and who comes shall not wait for them all.
    private Int128 Present()
    {
        if (_waiting.Count == 0) return _virtualTime;
        var least = _waiting[0].Pass;
        foreach (var tenant in _waiting) least = Int128.Min(least, tenant.Pass);
        return least;
    }

    private WaitingTenant<T> Find(ulong tenant, TimeSpan now)
    {
        if (_tenants.TryGetValue(tenant, out var known)) return known;
        if (_tenants.Count >= MostTenants) Forget(now);
        if (_tenants.Count >= MostTenants) return _beyond;
        return _tenants[tenant] = new WaitingTenant<T>(rules.Find(tenant), rules.RefuseBeyond);
    }

    private void Forget(TimeSpan now)
    {
        foreach (var (hash, tenant) in _tenants)
        {
            if (tenant.IsForgettable(now)) _tenants.Remove(hash);
        }
    }
}
