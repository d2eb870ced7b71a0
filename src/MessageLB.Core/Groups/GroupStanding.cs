using MessageLB.Core.Configuration;
using MessageLB.Core.Failover;
using MessageLB.Core.Health;

namespace MessageLB.Core.Groups;

/// <summary>
/// What concerns all destinations of a group together: whether one may be ejected, who does worse than the others, which tier is active,
/// and whether too few work. One thread.
/// </summary>
internal sealed class GroupStanding
{
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromSeconds(1);

    private GroupConfig _config;
    private OutlierSweep _sweep;
    private readonly Shortage _shortage = new(Shortage.DefaultThreshold);
    private Shortage _panic;
    private readonly PoisonWatch _poison = new(PoisonWatch.DefaultMost, PoisonWatch.DefaultMemory);
    private TierChoice? _tiers;
    private int _firstTier;
    private readonly SortedDictionary<int, (double Available, double Whole)> _capacities = [];
    private readonly List<DestinationRecord> _compared = [];

    // Those that get messages and ramp, as they were last judged. Kept and not counted when it is asked: where thousands come back together,
    // each of them asks at each of its heartbeats.
    private readonly HashSet<DestinationRecord> _ramping = [];
    private TimeSpan? _learnsUntil;
    private TimeSpan _sweptAt;
    private string? _tierReason;
    private string? _missing;

    public GroupStanding(GroupConfig config)
    {
        _config = config;
        _sweep = new OutlierSweep(config.Ejection);
        _panic = new Shortage(config.Panic);
        SetTiers(config);
    }

    /// <summary>Destinations that get messages, whatever their tier.</summary>
    public int Working { get; private set; }

    /// <summary>Whether the group has tiers, so that who gets messages depends on the others.</summary>
    public bool HasTiers => _tiers is not null;

    /// <summary>Goes by another configuration from now on; which tier is active stays, as long as there are tiers and they fail back alike.</summary>
    public void Reconfigure(GroupConfig config)
    {
        if (config.Ejection != _config.Ejection) _sweep = new OutlierSweep(config.Ejection);
        if (config.Panic != _config.Panic) _panic = new Shortage(config.Panic);
        SetTiers(config);
        _config = config;
    }

    /// <summary>Begins to learn with the first thing that is heard, for as long as a worker may take to say that it is there.</summary>
    public void Hear(TimeSpan now) => _learnsUntil ??= now + _config.HealthMonitoring.MissedAfter(TimeSpan.Zero);

    public bool IsLearning(TimeSpan now) => _learnsUntil is not { } until || now <= until;

    public GroupOutlook Outlook(TimeSpan now) => new(_tiers is null ? 0 : _tiers.Active, _tierReason, IsLearning(now), _missing);

    /// <summary>What the group says of a destination while that is judged.</summary>
    public Circle CircleOf(DestinationRecord record, TimeSpan now)
    {
        var others = Working - (record.IsEligible ? 1 : 0);
        return new(_panic.IsOn || others == 0, IsLearning(now), record.IsNew, others - RampingBeside(record) == 0);
    }

    /// <summary>Takes in that a destination was judged.</summary>
    /// <param name="record">The destination.</param>
    /// <param name="worked">Whether it got messages before.</param>
    /// <param name="now">Time.</param>
    public void Judged(DestinationRecord record, bool worked, TimeSpan now)
    {
        if (worked != record.IsEligible) Working += worked ? -1 : 1;
        if (record.IsEligible && record.IsRamping(now)) _ramping.Add(record);
        else _ramping.Remove(record);
    }

    /// <summary>Takes in that a destination is forgotten.</summary>
    public void Forgotten(DestinationRecord record)
    {
        if (record.IsEligible) Working--;
        _ramping.Remove(record);
    }

    /// <summary>Ejects a destination if it is due and the group can do without it.</summary>
    public void EjectIfDue(DestinationRecord record, IReadOnlyCollection<DestinationRecord> all, TimeSpan now)
    {
        if (record.EjectionDue(now) is { } reason && Room(all) > 0) record.Eject(reason, now);
    }

    /// <summary>Takes in that a message failed at a destination. Those whose failures are to be taken back are told.</summary>
    public IReadOnlyList<ForgivenFailures> MessageFailed(string messageId, string destination, TimeSpan now) => _poison.Failed(messageId, destination, now);

    /// <summary>Looks for those that do worse than the others, once in a while.</summary>
    public void Sweep(IReadOnlyCollection<DestinationRecord> all, TimeSpan now)
    {
        if (!_config.HealthChecking || now - _sweptAt < BetweenSweeps) return;
        _sweptAt = now;
        _compared.Clear();
        foreach (var record in all)
        {
            if (record is { IsEligible: true, IsEjected: false }) _compared.Add(record);
        }

        if (_compared.Count < OutlierSweep.LeastDestinations) return;
        var facts = new OutlierFacts[_compared.Count];
        for (var i = 0; i < facts.Length; i++) facts[i] = _compared[i].Facts(now);
        foreach (var outlier in _sweep.Look(facts, Room(all))) _compared[outlier.Index].EjectOutlier(outlier.Reason, now);
    }

    /// <summary>Looks at what each tier has; returns whether another one is active now.</summary>
    public bool LookAtCapacity(IReadOnlyCollection<DestinationRecord> all, TimeSpan now)
    {
        _capacities.Clear();
        var (working, whole) = (0.0, 0.0);
        foreach (var record in all)
        {
            // Who is out on purpose is not missing.
            if (record.Administrative != AdministrativeState.Active || record.Condition is DestinationCondition.Unknown or DestinationCondition.Left) continue;
            working += record.IsEligible ? record.Weight : 0;
            whole += record.Weight;
            if (_tiers is null) continue;
            var available = record.IsEligible || record.IsReserve ? record.Weight : 0;
            var known = _capacities.GetValueOrDefault(record.Tier);
            _capacities[record.Tier] = (known.Available + available, known.Whole + record.Weight);
        }

        if (_shortage.Look(working, whole) is { } change) _missing = change.Begins ? change.Reason : null;
        if (_config.Panic > 0) _panic.Look(working, whole);
        if (_tiers is null) return false;
        var facts = _capacities.Select(tier => new TierFacts(tier.Key, tier.Value.Available, tier.Value.Whole)).ToArray();
        if (_tiers.Look(facts, now) is not { } moved) return false;
        _tierReason = moved.Reason;
        return true;
    }

    /// <summary>Whether a policy may choose it.</summary>
    public bool IsChosenFrom(DestinationRecord record, TimeSpan now) => record.IsEligible && IsActive(record.Tier, now);

    /// <summary>Whether it gets what those cannot take.</summary>
    /// <param name="record">The destination.</param>
    /// <param name="standIn">The tier that stands in for what the active one has no credit for; null if none does.</param>
    /// <param name="now">Time.</param>
    public bool IsInReserve(DestinationRecord record, int? standIn, TimeSpan now) =>
        (record.IsReserve && IsActive(record.Tier, now)) || (record.IsEligible && record.Tier == standIn);

    /// <summary>The tier after the active one, while that one has too little, or has not come back to its full strength yet.</summary>
    public int? StandIn(TimeSpan now)
    {
        if (_tiers?.Active is not { } active || IsLearning(now)) return null;
        var isRamping = _ramping.Any(r => r.Tier == active && r.IsRamping(now));
        if (!isRamping && !(_config.Spill && _tiers.MaySpill)) return null;
        foreach (var (tier, capacity) in _capacities)
        {
            if (tier > active && capacity.Available > 0) return tier;
        }

        return null;
    }

    private void SetTiers(GroupConfig config)
    {
        if (config.Destinations.All(d => d.Tier == 0))
        {
            (_tiers, _firstTier, _tierReason) = (null, 0, null);
            return;
        }

        if (_tiers is null || config.FailbackAfter != _config.FailbackAfter) _tiers = new TierChoice(config.FailbackAfter);
        _firstTier = config.Discovery ? 0 : config.Destinations.Min(d => d.Tier);
    }

    // While it learns, a lower tier does not stand in for one that may be there.
    private bool IsActive(int tier, TimeSpan now) => _tiers is null || (tier == _tiers.Active && (tier <= _firstTier || !IsLearning(now)));

    private int RampingBeside(DestinationRecord record) => _ramping.Count - (_ramping.Contains(record) ? 1 : 0);

    private int Room(IReadOnlyCollection<DestinationRecord> all) =>
        EjectionCap.Room(_config.Ejection.LargestShare, all.Count, all.Count(r => r.IsEjected), Working);
}
