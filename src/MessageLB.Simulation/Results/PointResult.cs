namespace MessageLB.Simulation;

/// <summary>The results of all cases at one value of the sweep.</summary>
/// <param name="Value">The sweep's value; null without a sweep.</param>
/// <param name="Cases">Results in the order of the scenario's cases.</param>
public sealed record PointResult(double? Value, IReadOnlyList<CaseResult> Cases);
