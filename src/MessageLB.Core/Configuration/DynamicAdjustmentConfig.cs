namespace MessageLB.Core.Configuration;

/// <summary>How effective weights move towards measured capacity.</summary>
public sealed record DynamicAdjustmentConfig
{
    /// <summary>Whether weights are adjusted. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>Time between two adjustments. <value>1 s to 1 h, default 60 s.</value></summary>
    public TimeSpan AdjustmentInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Relative performance below which a destination's weight is lowered. <value>0 to 1, default 0.8.</value></summary>
    public double PerformanceThreshold { get; init; } = 0.8;

    /// <summary>Health score below which a destination's weight is lowered. <value>0 to 1, default 0.9.</value></summary>
    public double HealthThreshold { get; init; } = 0.9;

    /// <summary>Whether what was learned survives a restart. Default false.</summary>
    public bool Learning { get; init; }
}
