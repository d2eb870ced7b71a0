namespace MessageLB.Simulation;

/// <summary>How thoroughly changes are simulated, and what they must gain. Immutable.</summary>
public sealed record RecommenderOptions
{
    /// <summary>Part of p99 or of the mean response time that a change must gain. <value>0 to 1, default 0.05.</value></summary>
    public double LeastGain { get; init; } = 0.05;

    /// <summary>Messages of each run. <value>1,000 to 10,000,000, default 40,000.</value> Fewer where few arrive: at most what arrives in six hours, and 2,000 at least.</summary>
    public int Messages { get; init; } = 40_000;

    /// <summary>One run for each seed and change; the same arrivals and message sizes for all changes. <value>Default 1 to 5.</value> With one there is no confidence interval.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [1, 2, 3, 4, 5];
}
