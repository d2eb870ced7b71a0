using MessageLB.Core.Alerts;
using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Alerting;

/// <summary>Alerts about thresholds of performance, as the kOS specification writes them: each fires, and is over.</summary>
public sealed class ThresholdAlertTests
{
    [Fact]
    public async Task ResponseTimeHigh_MessagesTakeLong_FiresAndEndsWhenTheyDoNot()
    {
        await using var rig = await StartAsync(new PerformanceThresholdsConfig { ResponseTime = TimeSpan.FromMilliseconds(100) });
        var a = await rig.JoinAsync("a");

        (a.Doing, a.MessageMs) = (1, 250);
        var alert = await rig.FiresAsync(AlertRules.ResponseTimeHigh, "a");
        Assert.Equal("A message took 250 ms on average in 1 min, longer than 100 ms.", alert.Description);
        (a.Doing, a.MessageMs) = (50, 1);

        await rig.ResolvesAsync(AlertRules.ResponseTimeHigh, "a");
    }

    [Fact]
    public async Task ResponseTimeHigh_ByPercentile_FiresForTheSlowFewThatAMeanHidesAndEndsWithoutThem()
    {
        await using var rig = await StartAsync(new PerformanceThresholdsConfig { ResponseTime = TimeSpan.FromMilliseconds(100), ResponseTimeMeasure = ResponseTimeMeasure.P99 });
        var a = await rig.JoinAsync("a");

        (a.Doing, a.MessageMs, a.TailMs) = (10, 1, 1000);
        var alert = await rig.FiresAsync(AlertRules.ResponseTimeHigh, "a");
        Assert.Equal("One message in 100 took 1 s or longer in 1 min, more than 100 ms.", alert.Description);
        a.TailMs = 1;

        await rig.ResolvesAsync(AlertRules.ResponseTimeHigh, "a");
    }

    [Fact]
    public async Task ErrorRateHigh_MessagesFail_FiresForGroupAndDestinationAndEnds()
    {
        await using var rig = await StartAsync(new PerformanceThresholdsConfig { ErrorRate = 0.01 });
        var a = await rig.JoinAsync("a");

        (a.Doing, a.Failing) = (1, 0.5);
        await rig.FiresAsync(AlertRules.ErrorRateHigh, "a");
        await rig.FiresAsync(AlertRules.ErrorRateHigh);
        (a.Doing, a.Failing) = (1000, 0);

        await rig.ResolvesAsync(AlertRules.ErrorRateHigh, "a");
        await rig.ResolvesAsync(AlertRules.ErrorRateHigh);
    }

    [Fact]
    public async Task ThroughputLow_FewerThanTheThreshold_FiresAndEndsWithMore()
    {
        await using var rig = await StartAsync(new PerformanceThresholdsConfig { Throughput = 1000 });
        var a = await rig.JoinAsync("a");

        a.Doing = 2;
        var alert = await rig.FiresAsync(AlertRules.ThroughputLow);
        Assert.EndsWith("messages per second were settled in 1 min, fewer than 1000/s.", alert.Description, StringComparison.Ordinal);
        a.Doing = 1000;

        await rig.ResolvesAsync(AlertRules.ThroughputLow);
    }

    [Fact]
    public async Task AvailabilityLow_AwayLongerThanTheHourGrants_FiresAndEndsWhenItIsTakenOutOnPurpose()
    {
        await using var rig = await StartAsync(new PerformanceThresholdsConfig { Availability = 0.999 });
        var a = await rig.JoinAsync("a");
        await rig.JoinAsync("b");
        // Longer than from one look at performance to the next: what came before it was seen ready does not count.
        await rig.PassAsync(TimeSpan.FromSeconds(15));

        a.State = WorkerState.Failed;
        await rig.FiresAsync(AlertRules.AvailabilityLow, "a");
        a.State = WorkerState.Ready;
        // It stays, since the hour is not over.
        await rig.PassAsync(TimeSpan.FromSeconds(10));
        await rig.FiresAsync(AlertRules.AvailabilityLow, "a");
        rig.Administration.Set(AlertRig.Group, "a", AdministrativeState.Maintenance, "the test");

        await rig.ResolvesAsync(AlertRules.AvailabilityLow, "a");
    }

    private static Task<AlertRig> StartAsync(PerformanceThresholdsConfig thresholds) => AlertRig.StartAsync(GroupConfig.Default with
    {
        Name = AlertRig.Group,
        Ejection = new EjectionConfig { Enabled = false },
        PerformanceMonitoring = new PerformanceMonitoringConfig { Enabled = true, Alerting = true, Thresholds = thresholds },
    });
}
