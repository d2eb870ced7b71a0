namespace MessageLB.Simulation;

/// <summary>What one case came to, over all seeds. Times are response times, from arrival to completion.</summary>
/// <param name="Name">The case.</param>
/// <param name="Mean">Mean response time in seconds.</param>
/// <param name="P50">Median in seconds.</param>
/// <param name="P90">90th percentile in seconds.</param>
/// <param name="P99">99th percentile in seconds.</param>
/// <param name="P999">99.9th percentile in seconds.</param>
/// <param name="P99Ratio">99th percentile over the baseline's, seed by seed; 1 for the baseline itself.</param>
/// <param name="MeanRatio">Mean over the baseline's, seed by seed.</param>
/// <param name="Success">Part of the messages within the objective; null without one.</param>
/// <param name="Unfinished">Messages that were not completed when the run ended, over all seeds.</param>
/// <param name="Destinations">What each worker got.</param>
public sealed record CaseResult(
    string Name,
    Estimate Mean,
    Estimate P50,
    Estimate P90,
    Estimate P99,
    Estimate P999,
    Estimate P99Ratio,
    Estimate MeanRatio,
    Estimate? Success,
    long Unfinished,
    IReadOnlyList<DestinationResult> Destinations);
