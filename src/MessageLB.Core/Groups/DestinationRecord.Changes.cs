using MessageLB.Core.Configuration;
using MessageLB.Core.Failover;
using MessageLB.Core.Probes;

namespace MessageLB.Core.Groups;

/// <summary>Changes of the configuration.</summary>
internal sealed partial class DestinationRecord
{
    private bool _isDrainedByConfig;

    /// <summary>Whether the configuration has no place for it any more: it finishes what it has, and is forgotten then.</summary>
    public bool IsRemoved { get; private set; }

    /// <summary>Whether it may be forgotten because it is removed and nothing is left there.</summary>
    public bool IsGone =>
        IsRemoved && !IsRescued && State.Credit.InFlight == 0
        && (Condition is DestinationCondition.Drained or DestinationCondition.Unknown || RescueRules.AppliesTo(Condition));

    /// <summary>
    /// Goes by another configuration from now on; credit, health and what its workers said stay. One that has no place in it drains, and is
    /// forgotten when nothing is left there.
    /// </summary>
    /// <param name="group">The group's configuration.</param>
    /// <param name="listed">What it says of this destination; null if nothing.</param>
    /// <param name="now">Time.</param>
    public void Reconfigure(GroupConfig group, DestinationConfig? listed, TimeSpan now)
    {
        if (!ConfigEquality.AreSame(group.Probe, _group.Probe)) Probe = group.Probe is { } probe ? new ProbeRecord(probe, _random) : null;
        Instances.Reconfigure(group.HealthMonitoring);
        _standing.Reconfigure(group);
        _group = group;
        if (listed is not null || (group.Discovery && Instances.Count > 0)) Keep(listed, now);
        else Remove(now);
    }

    /// <summary>It has a place in the configuration, listed or discovered.</summary>
    public void Keep(DestinationConfig? listed, TimeSpan now)
    {
        (Listed, IsRemoved) = (listed, false);
        if (!_isDrainedByConfig) return;
        _isDrainedByConfig = false;
        _standing.Administer(AdministrativeState.Active, "", now);
    }

    private void Remove(TimeSpan now)
    {
        if (IsRemoved) return;
        IsRemoved = true;
        // Its workers are told nothing: they would stay drained after it is forgotten, and when it is listed again.
        if (Administrative == AdministrativeState.Active) _isDrainedByConfig = _standing.Administer(AdministrativeState.Draining, "the configuration lists it no more", now);
    }
}
