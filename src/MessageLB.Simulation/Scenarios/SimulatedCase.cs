using MessageLB.Core.Configuration;

namespace MessageLB.Simulation;

/// <summary>One way to spread the messages: a routing policy with its settings, or a baseline without a dispatcher.</summary>
public sealed record SimulatedCase
{
    /// <summary>Name in the report, unique in the scenario.</summary>
    public required string Name { get; init; }

    /// <summary>What decides.</summary>
    public BaselineKind Baseline { get; init; }

    /// <summary><see cref="BaselineKind.CompetingConsumers"/>: prefetch of each worker; 0 takes its concurrency.</summary>
    public int Prefetch { get; init; }

    /// <summary><see cref="BaselineKind.None"/>: the group's configuration: policy, windows and all that belongs to it. Destinations are the scenario's.</summary>
    public GroupConfig Group { get; init; } = GroupConfig.Default;

    /// <summary>Workers of this case alone; null takes the scenario's. Arrivals must not depend on them, so they need a rate.</summary>
    internal IReadOnlyList<SimulatedDestination>? Destinations { get; init; }
}
