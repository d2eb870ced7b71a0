namespace MessageLB.Simulation;

/// <summary>One quantity of the scenario that takes several values, one after the other; the report shows the curve.</summary>
/// <param name="Parameter">Which.</param>
/// <param name="Values">Values: a load, a number of dispatchers, or a delay in seconds.</param>
public sealed record SweepConfig(SweepParameter Parameter, IReadOnlyList<double> Values);
