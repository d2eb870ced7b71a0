using System.Globalization;

namespace MessageLB.Core.Failover;

/// <summary>
/// Which failover tier of a group is active: strictly the lowest number with somebody available, as backup servers of HAProxy and NGINX
/// and Envoy's priorities. Away from a tier that has nobody at once; back to a better one only after it has been available without a break
/// for a time, so that messages do not follow a tier that comes and goes. One thread.
/// </summary>
/// <remarks>
/// At the dispatcher's own start workers are heard of one after the other. A tier that is available for the first time within that time
/// after the first look therefore takes over at once: it does not return, it is only heard of later.
/// </remarks>
/// <param name="failbackAfter">How long a better tier must be available.</param>
/// <param name="overprovisioning">How many times its share of messages a destination can take.</param>
internal sealed class TierChoice(TimeSpan failbackAfter, double overprovisioning = TierChoice.DefaultOverprovisioning)
{
    /// <summary>Usual overprovisioning: a tier is full from 71 % of its capacity (Envoy's <c>overprovisioning_factor</c>).</summary>
    public const double DefaultOverprovisioning = 1.4;

    /// <summary>Usual time that a better tier must be available.</summary>
    public static readonly TimeSpan DefaultFailbackAfter = TimeSpan.FromSeconds(10);

    private readonly Dictionary<int, (TimeSpan Since, long LastLook)> _available = [];
    private TimeSpan? _firstLook;
    private long _look;

    /// <summary>The active tier; null while nobody is available in any.</summary>
    public int? Active { get; private set; }

    /// <summary>
    /// Whether the active tier has too little for all: where spilling is wanted, the next one may take what it cannot. True while none is
    /// active.
    /// </summary>
    public bool MaySpill { get; private set; } = true;

    /// <summary>Looks at every tier of the group, in any order; returns the change, if another one is active now.</summary>
    public TierChange? Look(ReadOnlySpan<TierFacts> tiers, TimeSpan now)
    {
        _firstLook ??= now;
        _look++;
        foreach (ref readonly var tier in tiers) Watch(tier, now);
        var (first, stable, activeHas) = ((int?)null, (int?)null, false);
        foreach (ref readonly var tier in tiers)
        {
            if (tier.Available <= 0) continue;
            if (tier.Tier == Active) activeHas = true;
            if (!(tier.Tier >= first)) first = tier.Tier;
            if (now - _available[tier.Tier].Since >= failbackAfter && !(tier.Tier >= stable)) stable = tier.Tier;
        }

        var before = Active;
        if (!activeHas) Active = first;
        else if (stable < Active) Active = stable;
        MaySpill = HasTooLittle(tiers);
        return Active == before ? null : new TierChange(before, Active, Reason(before, activeHas, now));
    }

    private void Watch(in TierFacts tier, TimeSpan now)
    {
        if (tier.Available <= 0) return;
        var known = _available.TryGetValue(tier.Tier, out var before);
        var unbroken = known && before.LastLook == _look - 1;
        var heardOfLate = !known && now - _firstLook < failbackAfter;
        _available[tier.Tier] = (unbroken ? before.Since : heardOfLate ? now - failbackAfter : now, _look);
    }

    private bool HasTooLittle(ReadOnlySpan<TierFacts> tiers)
    {
        foreach (ref readonly var tier in tiers)
        {
            if (tier.Tier == Active) return tier.Available * overprovisioning < tier.Whole;
        }

        return true;
    }

    private string Reason(int? before, bool activeHas, TimeSpan now)
    {
        if (Active is null) return "nobody is available in any tier";
        if (before is not null && !activeHas) return string.Create(CultureInfo.InvariantCulture, $"nobody is available in tier {before}");
        return before is null || now - _firstLook < failbackAfter
            ? string.Create(CultureInfo.InvariantCulture, $"somebody is available in tier {Active}")
            : string.Create(CultureInfo.InvariantCulture, $"tier {Active} has been available for {failbackAfter.TotalSeconds:0.#} s");
    }
}
