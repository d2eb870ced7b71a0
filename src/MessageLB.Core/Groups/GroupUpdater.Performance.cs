using MessageLB.Core.Performance;

namespace MessageLB.Core.Groups;

/// <summary>How the group and its destinations do over time.</summary>
public sealed partial class GroupUpdater
{
    private static readonly TimeSpan BetweenNotes = TimeSpan.FromSeconds(1);

    private readonly PerformanceBook _performance = new();
    private TimeSpan? _notedAt;

    /// <summary>A copy of what was counted over one minute, five minutes and one hour, noted once a second.</summary>
    public GroupBooks Books() => new(_state.Name, _performance, _records.Values.Select(r => (r.State.Name, r.Books)));

    // The group's own counters are summed here, since those of a destination go when it is forgotten.
    private void NotePerformance(TimeSpan now)
    {
        if (_notedAt is { } last && now - last < BetweenNotes) return;
        _notedAt = now;
        var (sum, isReady) = (default(PerformanceCounters), false);
        foreach (var record in _records.Values)
        {
            sum += record.NotePerformance(now) with { ReadySeconds = 0 };
            isReady |= record.IsEligible;
        }

        _performance.Add(sum, isReady, now);
    }
}
