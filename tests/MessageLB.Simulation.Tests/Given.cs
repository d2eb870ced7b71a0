using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;

namespace MessageLB.Simulation.Tests;

/// <summary>Scenarios to start from, and cases.</summary>
internal static class Given
{
    /// <summary>Competing consumers with a prefetch of their concurrency.</summary>
    public static SimulatedCase Competing { get; } = new() { Name = "competing", Baseline = BaselineKind.CompetingConsumers };

    /// <summary>Equal workers, exponential service of 10 ms, Poisson arrivals.</summary>
    public static Scenario EqualWorkers(int workers, int concurrency, double load) =>
        Workers([.. Enumerable.Repeat(1.0, workers)], concurrency, load);

    /// <summary>Workers of these speeds.</summary>
    public static Scenario Workers(double[] speeds, int concurrency, double load) => new()
    {
        Destinations = [.. speeds.Select((speed, i) => new SimulatedDestination { Name = $"w{i}", Concurrency = concurrency, Speed = speed })],
        Arrivals = new ArrivalConfig { Load = load },
        Cases = [Competing],
    };

    /// <summary>A policy, with a window.</summary>
    public static SimulatedCase Policy(string name, WindowConfig? window = null) =>
        new() { Name = name, Group = GroupConfig.Default with { Algorithm = name, Window = window ?? WindowConfig.Auto } };

    /// <summary>All seeds and cases with the built-in policies.</summary>
    public static SimulationResult Simulated(Scenario scenario, int? parallelism = null) =>
        new Simulator(RoutingPolicyRegistry.BuiltIn) { Parallelism = parallelism ?? Environment.ProcessorCount }
            .Run(scenario, progress: null, CancellationToken.None);

    /// <summary>The only case of a scenario.</summary>
    public static CaseResult OnlyCase(Scenario scenario) => Simulated(scenario).Points[0].Cases[0];
}
