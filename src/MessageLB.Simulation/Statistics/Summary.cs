namespace MessageLB.Simulation.Statistics;

/// <summary>Brings the runs of all seeds of a case together.</summary>
internal static class Summary
{
    /// <param name="name">The case.</param>
    /// <param name="destinations">The workers.</param>
    /// <param name="runs">Its runs, in the order of seeds.</param>
    /// <param name="baseline">Runs of the case to compare with, of the same seeds.</param>
    public static CaseResult Of(string name, IReadOnlyList<SimulatedDestination> destinations, RunResult[] runs, RunResult[] baseline) => new(
        name,
        StudentT.Of(runs.Select(r => r.Mean)),
        StudentT.Of(runs.Select(r => r.P50)),
        StudentT.Of(runs.Select(r => r.P90)),
        StudentT.Of(runs.Select(r => r.P99)),
        StudentT.Of(runs.Select(r => r.P999)),
        StudentT.Of(runs.Zip(baseline, (run, other) => run.P99 / other.P99)),
        StudentT.Of(runs.Zip(baseline, (run, other) => run.Mean / other.Mean)),
        runs[0].Success is null ? null : StudentT.Of(runs.Select(r => r.Success ?? 0)),
        runs.Sum(r => r.Unfinished),
        [.. destinations.Select((d, i) => Of(d.Name, [.. runs.Select(r => r.Workers[i])]))]);

    private static DestinationResult Of(string name, WorkerResult[] seeds) => new(
        name,
        StudentT.Of(seeds.Select(s => s.Share)),
        StudentT.Of(seeds.Select(s => s.Utilisation)),
        StudentT.Of(seeds.Select(s => s.P99)),
        [.. Enumerable.Range(0, RunStatistics.Parts).Select(part => seeds.Average(s => (double)s.Timeline[part]))])
    {
        There = StudentT.Of(seeds.Select(s => s.There)),
    };
}
