using MessageLB.Core.Performance;

namespace MessageLB.Core.Groups;

/// <summary>How the destination does over time.</summary>
internal sealed partial class DestinationRecord
{
    private readonly PerformanceBook _performance = new();
    private double _busySeconds;

    /// <summary>Takes note of its counters; returns what was counted since the last time.</summary>
    public PerformanceCounters NotePerformance(TimeSpan now) =>
        _performance.Note(new PerformanceCounters(State.Handed, _done, _failed, _busySeconds, ReadySeconds: 0), IsEligible, now);

    /// <summary>Over sliding windows, as of the last note.</summary>
    public DestinationPerformance Performance() => new(State.Name, _performance.Read());
}
