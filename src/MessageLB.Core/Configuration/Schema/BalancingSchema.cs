namespace MessageLB.Core.Configuration;

/// <summary>
/// The section <c>load_balancer</c>: the keys of the kOS Load Balancer specification. What it says holds for every group that
/// does not say otherwise.
/// </summary>
internal static class BalancingSchema
{
    /// <summary>Name of the section.</summary>
    public const string Key = "load_balancer";

    private const string Enabled = "enabled";

    private static readonly Section<HealthMonitoringConfig> Health = new(new Settings<HealthMonitoringConfig>
    {
        { "check_interval", c => c.CheckInterval, (c, v) => c with { CheckInterval = v }, Scalars.Time.Within("50ms", "1h") },
        { "timeout", c => c.Timeout, (c, v) => c with { Timeout = v }, Scalars.Time.Within("1ms", "1h") },
        { "failure_threshold", c => c.FailureThreshold, (c, v) => c with { FailureThreshold = v }, Scalars.Whole(1, 100) },
        { "recovery_threshold", c => c.RecoveryThreshold, (c, v) => c with { RecoveryThreshold = v }, Scalars.Whole(1, 100) },
        { "alerting", c => c.Alerting, (c, v) => c with { Alerting = v }, Scalars.Switch },
        { "recovery_management", c => c.RecoveryManagement, (c, v) => c with { RecoveryManagement = v }, Scalars.Switch },
        { "slow_start", c => c.SlowStart, (c, v) => c with { SlowStart = v }, Scalars.Time.Within("0s", "1h") },
        { "hung_after", c => c.HungAfter, (c, v) => c with { HungAfter = v }, Scalars.Time.Within("0s", "1d") },
        { "hung_factor", c => c.HungFactor, (c, v) => c with { HungFactor = v }, Scalars.Number(1, 1000) },
    });

    private static readonly Section<DynamicAdjustmentConfig> Adjustment = new(new Settings<DynamicAdjustmentConfig>
    {
        { Enabled, c => c.Enabled, (c, v) => c with { Enabled = v }, Scalars.Switch },
        { "adjustment_interval", c => c.AdjustmentInterval, (c, v) => c with { AdjustmentInterval = v }, Scalars.Time.Within("1s", "1h") },
        { "performance_threshold", c => c.PerformanceThreshold, (c, v) => c with { PerformanceThreshold = v }, Scalars.Percent },
        { "health_threshold", c => c.HealthThreshold, (c, v) => c with { HealthThreshold = v }, Scalars.Percent },
        { "learning", c => c.Learning, (c, v) => c with { Learning = v }, Scalars.Switch },
    })
    {
        Shorthand = Enabled,
        WhenWritten = c => c with { Enabled = true },
    };

    private static readonly Section<PerformanceThresholdsConfig> Thresholds = new(new Settings<PerformanceThresholdsConfig>
    {
        { "response_time", c => c.ResponseTime, (c, v) => c with { ResponseTime = v }, new OptionalShape<TimeSpan>(Scalars.Time.Within("100us", "1d")) },
        { "response_time_measure", c => c.ResponseTimeMeasure, (c, v) => c with { ResponseTimeMeasure = v }, Scalars.Choice(("mean", ResponseTimeMeasure.Mean), ("p50", ResponseTimeMeasure.P50), ("p95", ResponseTimeMeasure.P95), ("p99", ResponseTimeMeasure.P99)) },
        { "throughput", c => c.Throughput, (c, v) => c with { Throughput = v }, new OptionalShape<double>(Scalars.PerTime) },
        { "error_rate", c => c.ErrorRate, (c, v) => c with { ErrorRate = v }, new OptionalShape<double>(Scalars.Percent) },
        { "availability", c => c.Availability, (c, v) => c with { Availability = v }, new OptionalShape<double>(Scalars.Percent) },
    });

    private static readonly ScalarShape<PerformanceMetric> Metric = Scalars.Choice(
        ("response_time", PerformanceMetric.ResponseTime),
        ("throughput", PerformanceMetric.Throughput),
        ("error_rate", PerformanceMetric.ErrorRate),
        ("availability", PerformanceMetric.Availability));

    private static readonly Section<PerformanceMonitoringConfig> Monitoring = new(new Settings<PerformanceMonitoringConfig>
    {
        { Enabled, c => c.Enabled, (c, v) => c with { Enabled = v }, Scalars.Switch },
        { "metrics", c => c.Metrics, (c, v) => c with { Metrics = v }, new ListShape<PerformanceMetric>(Metric, default) },
        { "thresholds", c => c.Thresholds, (c, v) => c with { Thresholds = v }, Thresholds },
        { "alerting", c => c.Alerting, (c, v) => c with { Alerting = v }, Scalars.Switch },
        { "optimization", c => c.Optimization, (c, v) => c with { Optimization = v }, Scalars.Switch },
    })
    {
        Shorthand = Enabled,
        WhenWritten = c => c with { Enabled = true },
    };

    private static readonly Section<PerformanceConfig> Performance = new(new Settings<PerformanceConfig>
    {
        { "timeout", c => c.Timeout, (c, v) => c with { Timeout = v }, new OptionalShape<TimeSpan>(Scalars.Time.Within("100ms", "1h")) },
        { "caching", c => c.Caching, (c, v) => c with { Caching = v }, Scalars.Switch },
        { "parallel_processing", c => c.ParallelProcessing, (c, v) => c with { ParallelProcessing = v }, Scalars.Switch },
        { "optimization", c => c.Optimization, (c, v) => c with { Optimization = v }, Scalars.Switch },
    });

    private static readonly Section<QualityConfig> Quality = new(new Settings<QualityConfig>
    {
        { "error_recovery", c => c.ErrorRecovery, (c, v) => c with { ErrorRecovery = v }, Scalars.Switch },
        { "failover_support", c => c.FailoverSupport, (c, v) => c with { FailoverSupport = v }, Scalars.Switch },
        { "quality_metrics", c => c.QualityMetrics, (c, v) => c with { QualityMetrics = v }, Scalars.Switch },
        { "learning", c => c.Learning, (c, v) => c with { Learning = v }, Scalars.Switch },
    });

    /// <summary>The keys, which groups may override one by one.</summary>
    public static Settings<GroupConfig> Settings { get; } = new()
    {
        { "algorithm", c => c.Algorithm, (c, v) => c with { Algorithm = v }, new PolicyShape() },
        { "health_checking", c => c.HealthChecking, (c, v) => c with { HealthChecking = v }, Scalars.Switch },
        { "dynamic_adjustment", c => c.DynamicAdjustment, (c, v) => c with { DynamicAdjustment = v }, Adjustment },
        { "failover", c => c.Failover, (c, v) => c with { Failover = v }, Scalars.Switch },
        { "performance_monitoring", c => c.PerformanceMonitoring, (c, v) => c with { PerformanceMonitoring = v }, Monitoring },
        { "health_monitoring", c => c.HealthMonitoring, (c, v) => c with { HealthMonitoring = v }, Health },
        { "performance", c => c.Performance, (c, v) => c with { Performance = v }, Performance },
        { "quality", c => c.Quality, (c, v) => c with { Quality = v }, Quality },
    };

    /// <summary>The section.</summary>
    public static Section<GroupConfig> Section { get; } = new(Settings);
}
