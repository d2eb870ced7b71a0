using MessageLB.Core.Alerts;
using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Alerting;

/// <summary>Alerts about the health of destinations: each fires, and is over.</summary>
public sealed class DestinationAlertTests
{
    [Fact]
    public async Task DestinationDown_Silent_FiresAndEndsWhenItSpeaks()
    {
        await using var rig = await AlertRig.StartAsync();
        var a = await rig.JoinAsync("a");
        await rig.JoinAsync("b");

        a.IsSilent = true;
        var alert = await rig.FiresAsync(AlertRules.DestinationDown, "a");
        Assert.StartsWith("It is lost: no heartbeat for ", alert.Description, StringComparison.Ordinal);
        a.IsSilent = false;

        await rig.ResolvesAsync(AlertRules.DestinationDown, "a");
    }

    [Fact]
    public async Task DestinationDown_Silenced_IsNotToldUntilTheSilenceIsTakenAway()
    {
        await using var rig = await AlertRig.StartAsync();
        var a = await rig.JoinAsync("a");
        await rig.JoinAsync("b");
        Assert.True(rig.Alerts.Add(new Silence { Id = "s1", Destination = "a" }, "the test"));

        a.State = WorkerState.Failed;
        Assert.Equal("s1", (await rig.FiresAsync(AlertRules.DestinationDown, "a")).SilencedBy);
        Assert.Equal(0, rig.Notices.Count);
        Assert.True(rig.Alerts.Remove("s1", "the test"));

        await rig.PassUntilAsync(() => rig.Notices.Count == 1, "it is told");
    }

    [Fact]
    public async Task DestinationFlapping_FailsThreeTimes_FiresAndEndsTenMinutesLater()
    {
        await using var rig = await AlertRig.StartAsync(AlertRig.Watched with { HealthMonitoring = AlertRig.Watched.HealthMonitoring with { RecoveryManagement = false } });
        var a = await rig.JoinAsync("a");
        await rig.JoinAsync("b");
        await rig.PassAsync(TimeSpan.FromSeconds(3));

        for (var time = 0; time < 3; time++)
        {
            a.State = WorkerState.Failed;
            await rig.PassUntilAsync(() => rig.StateOf("a") == "failed", "a has failed");
            a.State = WorkerState.Ready;
            await rig.PassUntilAsync(() => rig.StateOf("a") == "ready", "a is ready");
        }

        var alert = await rig.FiresAsync(AlertRules.DestinationFlapping, "a");
        Assert.Equal("It went down 3 times or more in 10 min; now it is ready.", alert.Description);
        rig.Time.Skip(TimeSpan.FromMinutes(10));

        await rig.ResolvesAsync(AlertRules.DestinationFlapping, "a");
    }

    [Fact]
    public async Task HeartbeatLate_OneIsOverdue_FiresAndEndsWithTheNext()
    {
        await using var rig = await AlertRig.StartAsync(AlertRig.Watched with { HealthMonitoring = new HealthMonitoringConfig { Alerting = true, CheckInterval = TimeSpan.FromSeconds(5), FailureThreshold = 10 } });
        var a = await rig.JoinAsync("a");
        await rig.JoinAsync("b");

        a.IsSilent = true;
        await rig.FiresAsync(AlertRules.HeartbeatLate, "a");
        a.IsSilent = false;

        await rig.ResolvesAsync(AlertRules.HeartbeatLate, "a");
    }
}
