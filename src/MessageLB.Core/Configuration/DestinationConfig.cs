namespace MessageLB.Core.Configuration;

/// <summary>A listed destination. Until it sends heartbeats it is judged by its queue: consumers and ready messages (level 0).</summary>
public sealed record DestinationConfig
{
    /// <summary>Weight of a destination that names none.</summary>
    public const int DefaultWeight = 100;

    /// <summary>Largest weight.</summary>
    public const int HeaviestWeight = 1_000_000;

    /// <summary>Cost of a destination that names none.</summary>
    public const double DefaultCost = 1;

    /// <summary>Largest cost.</summary>
    public const double HighestCost = 1_000_000;

    /// <summary>Last tier.</summary>
    public const int LastTier = 9;

    /// <summary>Name (see <see cref="Names.IsValid"/>).</summary>
    public required string Name { get; init; }

    /// <summary>Share relative to the other destinations. <value>0 (no new messages) to 1,000,000, default 100.</value></summary>
    public int Weight { get; init; } = DefaultWeight;

    /// <summary>
    /// Cost of one message here, for <c>cost_aware</c>, in units of the user's choice. <value>0 to 1,000,000, default 1.</value>
    /// </summary>
    public double Cost { get; init; } = DefaultCost;

    /// <summary>Most in-flight here; null takes the group's.</summary>
    public WindowConfig? Window { get; init; }

    /// <summary>
    /// Failover tier: it gets messages only while nobody of a lower number can (<c>backup</c> of NGINX and HAProxy is tier 1).
    /// <value>0 to 9, default 0.</value>
    /// </summary>
    public int Tier { get; init; }
}
