namespace MessageLB.Simulation;

/// <summary>How gaps between arrivals are distributed.</summary>
public enum ArrivalKind
{
    /// <summary>Exponential gaps: many independent publishers.</summary>
    Poisson,

    /// <summary>Equal gaps.</summary>
    Constant,

    /// <summary>Poisson bursts of exponential length with exponential pauses between them.</summary>
    Bursty,

    /// <summary>Recorded gaps.</summary>
    Trace,
}
