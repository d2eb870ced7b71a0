namespace MessageLB.Core.Configuration;

/// <summary>What is watched about the performance of destinations, and what follows from it.</summary>
public sealed record PerformanceMonitoringConfig
{
    /// <summary>Whether performance is monitored. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>What is watched. Default: everything.</summary>
    public IReadOnlyList<PerformanceMetric> Metrics { get; init; } = Enum.GetValues<PerformanceMetric>();

    /// <summary>Limits; none by default.</summary>
    public PerformanceThresholdsConfig Thresholds { get; init; } = new();

    /// <summary>Whether crossing a limit raises an alert. Default false.</summary>
    public bool Alerting { get; init; }

    /// <summary>Whether the dispatcher looks every minute what could be better, and logs it (<see cref="Recommendations.Findings"/>). Default false.</summary>
    public bool Optimization { get; init; }
}
