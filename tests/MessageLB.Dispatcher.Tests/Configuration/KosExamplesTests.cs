using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Configuration;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Configuration;

/// <summary>The two YAML examples of the kOS Load Balancer specification, unchanged.</summary>
public sealed class KosExamplesTests
{
    [Fact]
    public void Load_BasicExample_SaysWhatTheExampleSays()
    {
        var result = Load("kos-basic.yaml");

        Assert.Empty(result.Errors);
        var group = Assert.Single(result.Config!.Groups);
        Assert.Equal("default", group.Name);
        Assert.Equal(["#"], group.Routes);
        Assert.Equal("round_robin", group.Algorithm);
        Assert.True(group.HealthChecking);
        Assert.False(group.DynamicAdjustment.Enabled);
        Assert.True(group.Failover);
        Assert.False(group.PerformanceMonitoring.Enabled);
        Assert.Equal(
            new HealthMonitoringConfig
            {
                CheckInterval = TimeSpan.FromSeconds(30),
                Timeout = TimeSpan.FromSeconds(5),
                FailureThreshold = 3,
                RecoveryThreshold = 2,
            },
            group.HealthMonitoring);
        Assert.Equal(new PerformanceConfig { Timeout = TimeSpan.FromSeconds(5), Caching = true, ParallelProcessing = true }, group.Performance);
        Assert.Equal(new QualityConfig { ErrorRecovery = true, FailoverSupport = true, QualityMetrics = true }, group.Quality);
    }

    [Fact]
    public void Load_AdvancedExample_SaysWhatTheExampleSays()
    {
        var result = Load("kos-advanced.yaml");

        Assert.Empty(result.Errors);
        var group = Assert.Single(result.Config!.Groups);
        Assert.Equal("weighted_least_connections", group.Algorithm);
        Assert.Equal(
            new DynamicAdjustmentConfig
            {
                Enabled = true,
                AdjustmentInterval = TimeSpan.FromSeconds(60),
                PerformanceThreshold = 0.8,
                HealthThreshold = 0.9,
                Learning = true,
            },
            group.DynamicAdjustment);
        Assert.True(group.PerformanceMonitoring.Enabled);
        Assert.Equal(
            [PerformanceMetric.ResponseTime, PerformanceMetric.Throughput, PerformanceMetric.ErrorRate, PerformanceMetric.Availability],
            group.PerformanceMonitoring.Metrics);
        Assert.Equal(
            new PerformanceThresholdsConfig { ResponseTime = TimeSpan.FromMilliseconds(100), Throughput = 1000, ErrorRate = 0.01, Availability = 0.999 },
            group.PerformanceMonitoring.Thresholds);
        Assert.True(group.PerformanceMonitoring.Alerting);
        Assert.True(group.PerformanceMonitoring.Optimization);
        Assert.True(group.HealthMonitoring.Alerting);
        Assert.True(group.HealthMonitoring.RecoveryManagement);
        Assert.Equal(
            new PerformanceConfig { Timeout = TimeSpan.FromSeconds(10), Caching = true, ParallelProcessing = true, Optimization = true },
            group.Performance);
        Assert.Equal(new QualityConfig { ErrorRecovery = true, FailoverSupport = true, QualityMetrics = true, Learning = true }, group.Quality);
    }

    [Theory]
    [InlineData("kos-basic.yaml", "stopped or cut off: within 1 min 35.1 s (30 s × 3 + 5 s + 100 ms); hung with live heartbeats: within 1 min 36 s (30 s, or 10 × p99 if that is longer, + 2 × 33 s); back from a loss: full strength 1 min after its first heartbeat (1 × 30 s + 30 s)")]
    [InlineData("kos-advanced.yaml", "stopped or cut off: within 33.1 s (15 s × 2 + 3 s + 100 ms); hung with live heartbeats: within 1 min 3 s (30 s, or 10 × p99 if that is longer, + 2 × 16.5 s); back from a loss: full strength 30 s after its first heartbeat (slow_start)")]
    public void Load_Example_TellsHowSoonFaultsAreNoticed(string file, string expected) =>
        Assert.EndsWith(expected, Assert.Single(Load(file).Consequences).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Load_AdvancedExample_NamesEveryFeatureThatIsNotActiveYet()
    {
        var notices = Load("kos-advanced.yaml").Notices.Select(notice => $"{notice.Origin.Line}: {notice.Path}");

        Assert.Equal(
            [
                "29: load_balancer.performance.timeout",
                "30: load_balancer.performance.caching",
                "31: load_balancer.performance.parallel_processing",
                "32: load_balancer.performance.optimization",
                "36: load_balancer.quality.quality_metrics",
                "37: load_balancer.quality.learning",
            ],
            notices);
    }

    [Fact]
    public void Load_AdvancedExample_WarnsOfFlapping()
    {
        var warning = Assert.Single(Load("kos-advanced.yaml").Warnings);

        Assert.Equal("load_balancer.health_monitoring.recovery_threshold", warning.Path);
        Assert.Equal("of 1 lets a destination flap: a single sign of life brings it back", warning.Text);
    }

    private static ConfigResult Load(string file) =>
        ConfigLoader.Load(new ConfigSources { FilePath = Path.Combine(AppContext.BaseDirectory, "Configuration", "Examples", file) });
}
