using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Heartbeats;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

public sealed class LossAndRecoveryTests
{
    [Theory]
    [InlineData(PresenceEnd.Lost, DestinationCondition.Lost, "its connection died (presence token came back)")]
    [InlineData(PresenceEnd.Left, DestinationCondition.Left, "its worker took its leave")]
    public void OnPresenceEnded_OnlyInstance_TakesTheDestinationOutAtOnce(PresenceEnd end, DestinationCondition condition, string reason)
    {
        var rig = new GroupRig();
        rig.Beat("a");
        rig.TakeEvents();

        rig.EndPresence("a", end);

        Assert.Empty(rig.Eligible);
        Assert.Equal([new GroupEvent("orders", "a", DestinationCondition.Ready, condition, reason)], rig.TakeEvents());
        rig.EndPresence("a", PresenceEnd.Lost);
        Assert.Empty(rig.TakeEvents());
    }

    [Fact]
    public void Tick_SilenceOfExactlyTheLimit_IsStillAlive()
    {
        var rig = new GroupRig();
        rig.Beat("a");

        rig.Pass(GroupRig.Lease);
        rig.Tick();
        Assert.Equal((DestinationCondition.Degraded, "a heartbeat is overdue"), rig.Condition("a"));

        rig.Pass(TimeSpan.FromTicks(1));
        rig.Tick();
        Assert.Empty(rig.Eligible);
        Assert.Equal((DestinationCondition.Lost, "no heartbeat for 2.3 s (limit 2.3 s)"), rig.Condition("a"));
    }

    [Fact]
    public void Tick_HeartbeatOverdue_GetsOnlyWhatNobodyElseCanTake()
    {
        var rig = new GroupRig();
        rig.Beat("a");
        rig.Beat("b");
        rig.Pass(1.3);
        rig.Beat("b");
        rig.Tick();
        Assert.Equal(["a", "b"], rig.Eligible);

        rig.Pass(0.001);
        rig.Tick();
        Assert.Equal(["b"], rig.Eligible);
        Assert.Equal(["a"], rig.State.Snapshot.Reserve.Select(d => d.Name));
        Assert.Equal((HealthState.Degraded, HealthState.Healthy), (rig.View("a").Health, rig.View("b").Health));

        rig.Beat("a");
        Assert.Equal(["a", "b"], rig.Eligible);
        Assert.Empty(rig.State.Snapshot.Reserve);
    }

    [Theory]
    [InlineData(100, 2.3)] // shorter than the check interval: that counts
    [InlineData(1000, 2.3)]
    [InlineData(5000, 10.3)]
    public void Tick_WorkersOwnInterval_StretchesTheLimit(int intervalMs, double limit)
    {
        var rig = new GroupRig();
        rig.Beat("a", h => h with { IntervalMs = intervalMs });

        rig.Pass(limit);
        rig.Tick();
        Assert.Equal((DestinationCondition.Degraded, "a heartbeat is overdue"), rig.Condition("a"));
        rig.Pass(0.001);
        rig.Tick();
        Assert.Empty(rig.Eligible);
    }

    [Fact]
    public void Tick_OtherSettings_GiveAnotherLimit()
    {
        var rig = GroupRig.Healthy(new HealthMonitoringConfig { CheckInterval = TimeSpan.FromMilliseconds(200), FailureThreshold = 3, Timeout = TimeSpan.FromMilliseconds(50) });
        rig.Beat("a", h => h with { IntervalMs = 100 });

        rig.Pass(0.65);
        rig.Tick();
        Assert.Equal((DestinationCondition.Degraded, "a heartbeat is overdue"), rig.Condition("a"));
        rig.Pass(0.001);
        rig.Tick();
        Assert.Empty(rig.Eligible);
    }

    [Fact]
    public void OnHeartbeat_RightAfterTheLoss_IsNoSignOfLife()
    {
        var rig = new GroupRig();
        rig.Beat("a");
        rig.EndPresence("a", PresenceEnd.Lost);

        rig.Pass(0.249);
        rig.Beat("a");
        Assert.Empty(rig.Eligible);

        rig.Pass(0.001);
        rig.Beat("a");
        Assert.Equal(["a"], rig.Eligible);
    }

    [Fact]
    public void OnHeartbeat_RightAfterTheLoss_StillGivesItsCreditBack()
    {
        var rig = new GroupRig();
        rig.Beat("a");
        rig.Take("a", 3);
        rig.EndPresence("a", PresenceEnd.Lost);

        rig.Beat("a", h => h with { Done = 2 });

        Assert.Equal(1, rig.Credit("a").InFlight);
    }

    [Fact]
    public void OnHeartbeat_RecoveryThreshold_NeedsSoManyInARow()
    {
        var rig = GroupRig.Healthy(new HealthMonitoringConfig { RecoveryThreshold = 3 });
        rig.Beat("a");
        rig.EndPresence("a", PresenceEnd.Lost);
        rig.Beat("a"); // late: counts for nothing

        foreach (var expected in new[] { DestinationCondition.Lost, DestinationCondition.Lost, DestinationCondition.Ready })
        {
            rig.Pass(1);
            rig.Beat("a");
            Assert.Equal(expected, rig.View("a").Condition);
        }
    }

    [Fact]
    public void OnHeartbeat_PauseWhileRecovering_BreaksTheRow()
    {
        var rig = GroupRig.Healthy(new HealthMonitoringConfig { RecoveryThreshold = 2 });
        rig.Beat("a");
        rig.EndPresence("a", PresenceEnd.Lost);
        rig.Pass(1);
        rig.Beat("a");
        rig.Pass(GroupRig.Lease + TimeSpan.FromTicks(1));
        rig.Beat("a");
        Assert.Equal(DestinationCondition.Lost, rig.View("a").Condition);

        rig.Pass(GroupRig.Lease);
        rig.Beat("a");
        Assert.Equal(DestinationCondition.Ready, rig.View("a").Condition);
    }

    [Theory]
    [InlineData(0, HeartbeatVerdict.Stale)]
    [InlineData(1, HeartbeatVerdict.Accepted)]
    public void OnHeartbeat_OldOneOfTheLostSentAgain_IsToldFromANewProcess(int startedLater, HeartbeatVerdict verdict)
    {
        var started = new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);
        var rig = new GroupRig();
        var old = GroupRig.HeartbeatOf("a", "i1", 1) with { StartedAt = started };
        rig.Beat("a", _ => old);
        rig.EndPresence("a", PresenceEnd.Lost);
        rig.Pass(1);

        Assert.Equal(verdict, rig.TryBeat("a", _ => old with { StartedAt = started.AddSeconds(startedLater) }));
        Assert.Equal(verdict == HeartbeatVerdict.Accepted, rig.Eligible.Contains("a"));
    }

    [Fact]
    public void OnHeartbeat_LostBySilence_IsBackAndTold()
    {
        var rig = new GroupRig();
        rig.Beat("a");
        rig.Pass(3);
        rig.Tick();
        rig.TakeEvents();

        rig.Pass(1);
        rig.Beat("a");

        Assert.Equal([new GroupEvent("orders", "a", DestinationCondition.Lost, DestinationCondition.Ready, "it is ready")], rig.TakeEvents());
        Assert.Equal(["a"], rig.Eligible);
    }

    [Fact]
    public void Tick_HeartbeatsOnTime_LoseNobody()
    {
        var rig = new GroupRig();
        for (var i = 0; i < 20; i++)
        {
            rig.Beat("a");
            rig.Pass(1);
            rig.Tick();
        }

        Assert.Equal(["a"], rig.Eligible);
        Assert.Single(rig.TakeEvents());
    }
}
