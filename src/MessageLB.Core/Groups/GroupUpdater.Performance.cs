using MessageLB.Core.Distribution;
using MessageLB.Core.Performance;
using MessageLB.Core.Routing;

namespace MessageLB.Core.Groups;

/// <summary>How the group and its destinations do over time.</summary>
public sealed partial class GroupUpdater
{
    private static readonly TimeSpan BetweenNotes = TimeSpan.FromSeconds(1);

    private readonly PerformanceBook _performance = new();
    private readonly TimeSums _times = new();
    private TimeSpan? _notedAt;

    /// <summary>A copy of what was counted over one minute, five minutes and one hour, noted once a second.</summary>
    public GroupBooks Books() => new(_state.Name, Policy, _performance, _records.Values.Select(r => (r.State.Name, r.Books)));

    private string Policy => RoutingPolicyNames.Resolve(_config.Algorithm) ?? _config.Algorithm;

    // The group's own counters are summed here, since those of a destination go when it is forgotten.
    private void NotePerformance(TimeSpan now)
    {
        if (_notedAt is { } last && now - last < BetweenNotes) return;
        _notedAt = now;
        var expected = ExpectedOfAll();
        var (sum, isReady) = (default(PerformanceCounters), false);
        foreach (var record in _records.Values)
        {
            double? share = expected is not { } all ? null : _standing.IsChosenFrom(record, now) ? ExpectedShares.PartOf(all.Basis, record.State) * all.EachPart : 0;
            sum += record.NotePerformance(share, _figures.HandOverSeconds, _times, now) with { ReadySeconds = 0 };
            isReady |= record.IsEligible;
        }

        _performance.Add(sum, isReady, now, _times.Take());
    }

    /// <summary>
    /// What everybody together got since the last note and how large all parts are, if shares are expected; null if not: while a window is full, messages
    /// go where there is credit, and not where the policy would have them. The parts are those of now; what changed within the second is neglected.
    /// </summary>
    private (ShareBasis Basis, double EachPart)? ExpectedOfAll()
    {
        var basis = ExpectedShares.BasisOf(Policy);
        if (basis == ShareBasis.None) return null;
        var parts = 0.0;
        foreach (var destination in _state.Snapshot.Eligible)
        {
            if (destination.Credit.InFlight >= destination.Credit.Limit) return null;
            parts += ExpectedShares.PartOf(basis, destination);
        }

        if (parts <= 0) return null;
        var handed = 0L;
        foreach (var record in _records.Values) handed += record.HandedSinceNote;
        return (basis, handed / parts);
    }
}
