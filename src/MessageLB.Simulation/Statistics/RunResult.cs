namespace MessageLB.Simulation.Statistics;

/// <summary>What one run came to: one case with one seed. Times in seconds; not a number if nothing was measured.</summary>
internal sealed record RunResult(
    double Mean,
    double P50,
    double P90,
    double P99,
    double P999,
    double? Success,
    long Completed,
    long Unfinished,
    WorkerResult[] Workers);
