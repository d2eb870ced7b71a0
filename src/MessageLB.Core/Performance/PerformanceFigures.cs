namespace MessageLB.Core.Performance;

/// <summary>How a destination did over a stretch of time.</summary>
/// <param name="Over">Length of the stretch; zero if nothing has been seen yet.</param>
/// <param name="Counted">What was counted in it.</param>
public readonly record struct PerformanceFigures(TimeSpan Over, PerformanceCounters Counted)
{
    /// <summary>Handling times told of in it, of a step of a window; null if there were none, and for the window as a whole.</summary>
    public TimeHistogram? Times { get; init; }

    /// <summary>Messages done or failed.</summary>
    public long Settled => Counted.Done + Counted.Failed;

    /// <summary>Messages done or failed per second; 0 for no time.</summary>
    public double Throughput => Over > TimeSpan.Zero ? Settled / Over.TotalSeconds : 0;

    /// <summary>Part of the settled messages that failed, 0 to 1; null if none was settled.</summary>
    public double? ErrorRate => Settled is > 0 and var settled ? (double)Counted.Failed / settled : null;

    /// <summary>Part of the time in which it was ready, 0 to 1; null for no time.</summary>
    public double? Availability => Over > TimeSpan.Zero ? Math.Clamp(Counted.ReadySeconds / Over.TotalSeconds, 0, 1) : null;

    /// <summary>Mean handling time of a message in seconds; null if none was settled.</summary>
    public double? ServiceSeconds => Settled is > 0 and var settled ? Counted.BusySeconds / settled : null;
}
