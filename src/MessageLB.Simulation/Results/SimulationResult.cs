namespace MessageLB.Simulation;

/// <summary>Everything that a simulation found: one point for each value of the sweep, a single one without a sweep.</summary>
/// <param name="Scenario">What was simulated.</param>
/// <param name="Points">Results in the order of the sweep's values.</param>
public sealed record SimulationResult(Scenario Scenario, IReadOnlyList<PointResult> Points);
