using MessageLB.Core.Routing;

namespace MessageLB.Core.InProcess;

/// <summary>What a <see cref="LoadBalancer"/> needs beside its configuration. Immutable.</summary>
public sealed record LoadBalancerOptions
{
    /// <summary>Calls that a destination handles at the same time; windows follow from it. <value>1 to 100,000, default 16.</value></summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>Policies that are known. <value>Default: the built-in ones.</value></summary>
    public RoutingPolicyRegistry Policies { get; init; } = RoutingPolicyRegistry.BuiltIn;

    /// <summary>Clock. <value>Default: the system's.</value></summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Randomness; a seed makes choices repeatable. <value>Default: a seed of its own.</value></summary>
    public Random Random { get; init; } = new();
}
