namespace MessageLB.Simulation;

/// <summary>How far a simulation is.</summary>
/// <param name="Case">Name of the case whose run reports.</param>
/// <param name="Seed">Seed of that run.</param>
/// <param name="RunsDone">Runs that are complete.</param>
/// <param name="Runs">Runs in all: values of the sweep × cases × seeds.</param>
/// <param name="Messages">Messages that have arrived so far, over all runs.</param>
public readonly record struct SimulationProgress(string Case, int Seed, int RunsDone, int Runs, long Messages);
