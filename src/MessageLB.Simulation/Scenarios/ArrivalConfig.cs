namespace MessageLB.Simulation;

/// <summary>When messages arrive.</summary>
public sealed record ArrivalConfig
{
    /// <summary>How gaps are distributed.</summary>
    public ArrivalKind Kind { get; init; } = ArrivalKind.Poisson;

    /// <summary>
    /// Messages per second over all kinds; null if <see cref="Load"/> says it. With <see cref="ArrivalKind.Bursty"/> it is the mean over bursts and pauses.
    /// </summary>
    public double? Rate { get; init; }

    /// <summary>
    /// Part of the whole capacity (sum of concurrency × speed ÷ mean service time) that arrives. <value>Above 0; 1 and more needs an end by Duration.</value>
    /// </summary>
    public double? Load { get; init; }

    /// <summary><see cref="ArrivalKind.Bursty"/>: mean length of a burst.</summary>
    public TimeSpan On { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary><see cref="ArrivalKind.Bursty"/>: mean length of a pause.</summary>
    public TimeSpan Off { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary><see cref="ArrivalKind.Trace"/>: gaps before each message, repeated when they end before the messages do.</summary>
    public IReadOnlyList<TraceArrival> Trace { get; init; } = [];
}
