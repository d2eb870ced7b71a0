namespace MessageLB.Simulation;

/// <summary>What one worker got, over all seeds.</summary>
/// <param name="Name">The worker.</param>
/// <param name="Share">Part of the measured messages.</param>
/// <param name="Utilisation">Part of its concurrency that was busy, of the measured time.</param>
/// <param name="P99">99th percentile of the response times of its messages in seconds.</param>
/// <param name="Timeline">Part of all completions in each of 100 equal parts of the run, for charts; the mean over seeds.</param>
public sealed record DestinationResult(string Name, Estimate Share, Estimate Utilisation, Estimate P99, IReadOnlyList<double> Timeline)
{
    /// <summary>Mean time of a message at the worker, from its receipt to its completion, in seconds.</summary>
    public Estimate There { get; init; }
}
