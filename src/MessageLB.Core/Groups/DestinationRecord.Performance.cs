using MessageLB.Core.Performance;

namespace MessageLB.Core.Groups;

/// <summary>How the destination does over time.</summary>
internal sealed partial class DestinationRecord
{
    private double _busySeconds;

    /// <summary>Its counters over sliding windows, as of the last note.</summary>
    public PerformanceBook Books { get; } = new();

    /// <summary>Takes note of its counters; returns what was counted since the last time.</summary>
    public PerformanceCounters NotePerformance(TimeSpan now) =>
        Books.Note(new PerformanceCounters(State.Handed, _done, _failed, _busySeconds, ReadySeconds: 0), IsEligible, now);
}
