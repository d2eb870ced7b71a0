namespace MessageLB.Core.Configuration;

/// <summary>A group: which messages it takes, and how they are spread over its destinations.</summary>
public sealed record GroupConfig
{
    /// <summary>Name of the group that exists when none is configured.</summary>
    public const string DefaultName = "default";

    /// <summary>Policy of a group that names none.</summary>
    public const string DefaultAlgorithm = "response_time";

    /// <summary>The group <c>default</c>, bound to everything, with discovered destinations.</summary>
    public static GroupConfig Default { get; } = new() { Name = DefaultName };

    /// <summary>Name (see <see cref="Names.IsValid"/>).</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Topic patterns of the routing keys that belong to the group. Patterns of two groups must not overlap; <c>#</c> alone makes
    /// the group the catch-all for what no other group takes. Default <c>#</c>.
    /// </summary>
    public IReadOnlyList<string> Routes { get; init; } = ["#"];

    /// <summary>Name of the routing policy. Default <c>response_time</c>.</summary>
    public string Algorithm { get; init; } = DefaultAlgorithm;

    /// <summary>Most in-flight at each destination. Default <see cref="WindowConfig.Auto"/>.</summary>
    public WindowConfig Window { get; init; } = WindowConfig.Auto;

    /// <summary>Whether destinations that send heartbeats join without being listed. Default true.</summary>
    public bool Discovery { get; init; } = true;

    /// <summary>Listed destinations; names unique in the group.</summary>
    public IReadOnlyList<DestinationConfig> Destinations { get; init; } = [];

    /// <summary>When a destination counts as lost and as recovered.</summary>
    public HealthMonitoringConfig HealthMonitoring { get; init; } = new();

    /// <summary>
    /// Most messages fetched from ingress and not yet settled. <value>1 to 2,000 (the cap of a quorum queue), default 500.</value>
    /// </summary>
    public int Prefetch { get; init; } = 500;
}
