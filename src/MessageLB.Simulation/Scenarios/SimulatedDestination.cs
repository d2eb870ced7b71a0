using MessageLB.Core.Configuration;

namespace MessageLB.Simulation;

/// <summary>A worker of the simulation. Its speed is the simulator's secret: policies see what heartbeats tell.</summary>
public sealed record SimulatedDestination
{
    /// <summary>Name, unique in the scenario.</summary>
    public required string Name { get; init; }

    /// <summary>Messages handled at the same time. <value>1 to 10,000, default 4.</value></summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>Speed: a message of service time S takes S ÷ speed. <value>0.001 to 1,000, default 1.</value></summary>
    public double Speed { get; init; } = 1;

    /// <summary>How many times quicker than it is it says that it is: it reports the time spent on messages divided by this. <value>0.001 to 1,000, default 1.</value></summary>
    public double Claim { get; init; } = 1;

    /// <summary>Whether it says of every message that it is done as soon as it has it. Default false.</summary>
    internal bool ClaimsOnReceipt { get; init; }

    /// <summary>Configured weight. <value>0 to 1,000,000, default 100.</value></summary>
    public int Weight { get; init; } = 100;

    /// <summary>Cost of a message, for cost_aware. <value>0 or more, default 1.</value></summary>
    public double Cost { get; init; } = 1;

    /// <summary>Failover tier, lower first. <value>0 to 100, default 0.</value></summary>
    public int Tier { get; init; }

    /// <summary>Its own window; null takes the group's.</summary>
    internal WindowConfig? Window { get; init; }

    /// <summary>What happens to it, in the order of time.</summary>
    public IReadOnlyList<TimelineEvent> Timeline { get; init; } = [];
}
