namespace MessageLB.Core.Configuration;

/// <summary>How the dispatcher spends time and memory on a decision.</summary>
public sealed record PerformanceConfig
{
    /// <summary>Longest time until a hand-over is confirmed; null for no limit. <value>100 ms to 1 h, default none.</value></summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether decisions for repeated keys may be remembered. Default false.</summary>
    public bool Caching { get; init; }

    /// <summary>Whether a group may be dispatched by several threads. Default false.</summary>
    public bool ParallelProcessing { get; init; }

    /// <summary>Whether the dispatcher tunes itself. Default false.</summary>
    public bool Optimization { get; init; }
}
