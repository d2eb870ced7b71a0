using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Core.Tests.Configuration;

/// <summary>Configurations made by code keep the same rules as those that are read.</summary>
public sealed class ConfigValidatorTests
{
    private static readonly GroupConfig Orders = new() { Name = "orders" };

    [Fact]
    public void Validate_Default_FindsNothing()
    {
        var findings = ConfigValidator.Validate(MessageLBConfig.Default);

        Assert.True(findings.IsValid);
        Assert.Empty(findings.Errors);
        Assert.Empty(findings.Warnings);
        Assert.Empty(findings.Notices);
        Assert.Equal(["groups.default: a worker that is killed is noticed within milliseconds (presence token); stopped or cut off: within 2.4 s (1 s × 2 + 300 ms + 100 ms); hung with live heartbeats: within 32.2 s (30 s, or 10 × p99 if that is longer, + 2 × 1.1 s); back from a loss: full strength 30 s after its first heartbeat (slow_start)"], findings.Consequences.Select(c => c.ToString()));
    }

    [Fact]
    public void Validate_EverythingWrong_FindsAllOfIt()
    {
        var config = new MessageLBConfig
        {
            ShutdownTimeout = TimeSpan.Zero,
            Broker = new BrokerConfig
            {
                Uri = new Uri("http://user:secret@host/"),
                Password = "secret",
                PasswordFile = "file",
                ConnectTimeout = TimeSpan.FromHours(2),
                MaxMessageSize = 0,
                Tls = new TlsConfig { KeyFile = "key" },
            },
            Http = new HttpConfig { Listen = "nowhere" },
            Groups =
            [
                Orders with
                {
                    Routes = [],
                    Prefetch = 0,
                    Window = WindowConfig.Fixed(0),
                    FrameDelay = TimeSpan.FromSeconds(2),
                    HealthMonitoring = new HealthMonitoringConfig { CheckInterval = TimeSpan.Zero, Timeout = TimeSpan.Zero, FailureThreshold = 0, RecoveryThreshold = 101 },
                    DynamicAdjustment = new DynamicAdjustmentConfig { AdjustmentInterval = TimeSpan.Zero },
                    PerformanceMonitoring = new PerformanceMonitoringConfig { Thresholds = new PerformanceThresholdsConfig { ResponseTime = TimeSpan.Zero } },
                    Performance = new PerformanceConfig { Timeout = TimeSpan.Zero },
                    Destinations = [new DestinationConfig { Name = "a", Weight = -1, Window = WindowConfig.Concurrency(-1) }, new DestinationConfig { Name = "a" }, new DestinationConfig { Name = "" }],
                },
                Orders with { Name = "no name" },
            ],
        };

        var findings = ConfigValidator.Validate(config);

        Assert.False(findings.IsValid);
        Assert.Empty(findings.Consequences);
        Assert.Equal(
            [
                "broker.connect_timeout: \"2h\" is out of range: must be 1s to 1h",
                "broker.max_message_size: \"0\" is out of range: must be 1KiB to 128MiB",
                "http.listen: \"nowhere\" is not an address to listen on: write an IP address and a port, such as 127.0.0.1:8080, [::1]:8080 or *:8080",
                "shutdown_timeout: \"0s\" is out of range: must be 1s to 1h",
                "groups.orders.window: \"0\" is out of range: a window is 1 to 100000",
                "groups.orders.prefetch: \"0\" is out of range: must be 1 to 2000",
                "groups.orders.destinations[0].weight: \"-1\" is out of range: must be 0 to 1000000",
                "groups.orders.destinations[0].window: \"concurrency+-1\" is out of range: a window is 0 to 100000",
                "groups.orders.destinations[2].name: is missing: write a name of 1 to 64 of A-Z, a-z, 0-9, - and _",
                "groups.orders.frame_delay: \"2s\" is out of range: must be 0s to 1s",
                "groups.orders.dynamic_adjustment.adjustment_interval: \"0s\" is out of range: must be 1s to 1h",
                "groups.orders.performance_monitoring.thresholds.response_time: \"0s\" is out of range: must be 100us to 1d",
                "groups.orders.health_monitoring.check_interval: \"0s\" is out of range: must be 50ms to 1h",
                "groups.orders.health_monitoring.timeout: \"0s\" is out of range: must be 1ms to 1h",
                "groups.orders.health_monitoring.failure_threshold: \"0\" is out of range: must be 1 to 100",
                "groups.orders.health_monitoring.recovery_threshold: \"101\" is out of range: must be 1 to 100",
                "groups.orders.performance.timeout: \"0s\" is out of range: must be 100ms to 1h",
                "broker.uri: \"http://***@host/\" must start with amqp:// or amqps://",
                "broker.password_file: cannot stand beside 'broker.password': keep one of them",
                "broker.tls.key_file: needs 'broker.tls.certificate_file' beside it",
                "groups.orders.destinations[1].name: \"a\" is listed twice in this group",
                "groups.no name: \"no name\" is no valid name: use 1 to 64 of A-Z, a-z, 0-9, - and _",
                "groups.orders.routes: needs at least one topic pattern, such as # for everything",
            ],
            findings.Errors.Select(error => error.ToString()));
    }

    [Fact]
    public void Validate_NegativeTime_IsShownAndRefused()
    {
        var findings = ConfigValidator.Validate(MessageLBConfig.Default with { ShutdownTimeout = TimeSpan.FromSeconds(-1) });

        Assert.Equal("shutdown_timeout: \"-1s\" is out of range: must be 1s to 1h", Assert.Single(findings.Errors).ToString());
    }

    [Fact]
    public void Validate_FractionsOutOfRange_AreShownAndRefused()
    {
        var thresholds = new PerformanceThresholdsConfig { ErrorRate = 1.5, Availability = -0.5, Throughput = double.NaN };
        var group = Orders with { PerformanceMonitoring = new PerformanceMonitoringConfig { Thresholds = thresholds } };

        var findings = ConfigValidator.Validate(MessageLBConfig.Default with { Groups = [group] });

        Assert.Equal(
            [
                "groups.orders.performance_monitoring.thresholds.throughput: \"NaN\" is out of range: must be 0/s to 1000000M/s",
                "groups.orders.performance_monitoring.thresholds.error_rate: \"1.5\" is out of range: must be 0% to 100%",
                "groups.orders.performance_monitoring.thresholds.availability: \"-0.5\" is out of range: must be 0% to 100%",
            ],
            findings.Errors.Select(error => error.ToString()));
    }

    [Fact]
    public void Validate_NoGroup_IsRefused()
    {
        var findings = ConfigValidator.Validate(MessageLBConfig.Default with { Groups = [] });

        Assert.Equal("groups: needs at least one group", Assert.Single(findings.Errors).ToString());
    }

    [Fact]
    public void Validate_TwoGroupsOfOneName_IsRefused()
    {
        var findings = ConfigValidator.Validate(MessageLBConfig.Default with { Groups = [Orders, Orders with { Routes = ["a"] }] });

        Assert.Equal("groups.orders: is configured twice", Assert.Single(findings.Errors).ToString());
    }

    [Fact]
    public void ThrowIfInvalid_Errors_AreAllInTheMessage()
    {
        var findings = ConfigValidator.Validate(MessageLBConfig.Default with { ShutdownTimeout = TimeSpan.Zero, Groups = [] });

        var thrown = Assert.Throws<MessageLBConfigurationException>(findings.ThrowIfInvalid);

        Assert.Equal(
            "The configuration has 2 errors:\n  shutdown_timeout: \"0s\" is out of range: must be 1s to 1h\n  groups: needs at least one group",
            thrown.Message);
        Assert.Equal(2, thrown.Errors.Count);
    }
}
