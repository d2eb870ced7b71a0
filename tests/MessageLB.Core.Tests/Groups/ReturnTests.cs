using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

/// <summary>How destinations come back, and how those are kept out that come and go or hang.</summary>
public sealed class ReturnTests
{
    [Fact]
    public void Return_OfALostOne_StartsSlowlyWhileOthersWork()
    {
        var rig = Working();
        rig.EndPresence("a", PresenceEnd.Lost);
        Pass(rig, 1, "b");

        rig.Beat("a", instance: "i2");

        Assert.Equal((DestinationCondition.Ready, 0.1, 10), (rig.View("a").Condition, rig.View("a").Ramp, rig.Destination("a").Weight));
        for (var second = 1; second <= 30; second++)
        {
            Pass(rig, 1, "b");
            rig.Beat("a", instance: "i2");
            Assert.Equal(Math.Max(0.1, Math.Ceiling(second / 3.0) / 10), rig.View("a").Ramp);
        }

        Assert.Equal(100, rig.Destination("a").Weight);
    }

    [Fact]
    public void Return_OfAProcessThatSaysFirstThatItIsStarting_StartsSlowlyToo()
    {
        var rig = Working();
        rig.EndPresence("a", PresenceEnd.Lost);
        Pass(rig, 1, "b");

        rig.Beat("a", h => h with { State = WorkerState.Starting }, "i2");
        rig.Beat("a", instance: "i2");

        Assert.Equal((DestinationCondition.Ready, 0.1), (rig.View("a").Condition, rig.View("a").Ramp));
    }

    [Fact]
    public void Return_WhileNobodyElseWorks_HasEverythingAtOnce()
    {
        var rig = Working();
        rig.EndPresence("a", PresenceEnd.Lost);
        rig.EndPresence("b", PresenceEnd.Lost);
        rig.Pass(1);

        rig.Beat("a", instance: "i2");

        Assert.Equal((1, 100), (rig.View("a").Ramp, rig.Destination("a").Weight));
    }

    [Fact]
    public void Join_WhileTheDispatcherLearns_HasEverythingAtOnceAndLaterNot()
    {
        var rig = new GroupRig();
        rig.Beat("a");
        rig.Pass(1);
        rig.Beat("b");
        Assert.True(rig.Updater.Outlook(rig.Now).IsLearning);
        Assert.Equal(1, rig.View("b").Ramp);
        rig.Pass(1);
        rig.Beat("a");
        rig.Beat("b");

        rig.Beat("c");

        Assert.False(rig.Updater.Outlook(rig.Now).IsLearning);
        Assert.Equal((1, 1, 0.1), (rig.View("a").Ramp, rig.View("b").Ramp, rig.View("c").Ramp));
    }

    [Fact]
    public void Flapping_SecondLoss_KeepsItOutForAGrowingTime()
    {
        var rig = Working();
        var waits = new List<double>();
        for (var flap = 1; flap <= 4; flap++)
        {
            rig.EndPresence("a", PresenceEnd.Lost, $"i{flap}");
            Pass(rig, 3, "b");
            rig.Beat("a", instance: $"i{flap + 1}");
            var waited = 0;
            while (rig.View("a").Condition == DestinationCondition.Ejected)
            {
                Pass(rig, 1, "b");
                rig.Beat("a", instance: $"i{flap + 1}");
                waited++;
            }

            waits.Add(waited);
            Pass(rig, 3, "b");
            rig.Beat("a", instance: $"i{flap + 1}");
        }

        Assert.Equal(0, waits[0]);
        Assert.InRange(waits[1], 70, 90);
        Assert.All(waits.Skip(1), wait => Assert.InRange(wait, 1, 240));
    }

    [Theory]
    [InlineData(0.5, false, DestinationCondition.Ready)]
    [InlineData(1, false, DestinationCondition.Ejected)]
    [InlineData(0.5, true, DestinationCondition.Ejected)]
    public void Flapping_OldConnectionOfAStoppedProcessEndsWhenItIsBack_IsOneLoss(double secondsAfter, bool restarted, DestinationCondition expected)
    {
        var rig = Working();
        rig.Beat("a", h => h with { Done = 10, StartedAt = DateTimeOffset.UnixEpoch });
        Pass(rig, 3, "b");
        rig.Tick();
        Assert.Equal(DestinationCondition.Lost, rig.View("a").Condition);
        Pass(rig, 1, "b");

        // It goes on, or another one of the same name is started.
        rig.Beat("a", h => restarted ? h with { StartedAt = DateTimeOffset.UnixEpoch.AddSeconds(1) } : h with { Done = 10, StartedAt = DateTimeOffset.UnixEpoch });
        Assert.Equal(DestinationCondition.Ready, rig.View("a").Condition);
        rig.Pass(secondsAfter);
        rig.EndPresence("a", PresenceEnd.Lost);
        rig.Pass(0.3);
        rig.Beat("a", h => h with { Done = 10, StartedAt = DateTimeOffset.UnixEpoch });

        Assert.Equal(expected, rig.View("a").Condition);
    }

    [Fact]
    public void Flapping_LostAgainWhileKeptOut_KeepsItOutForLonger()
    {
        var rig = Working();
        var reasons = new List<string?>();
        for (var flap = 1; flap <= 3; flap++)
        {
            rig.EndPresence("a", PresenceEnd.Lost, $"i{flap}");
            Pass(rig, 3, "b");
            for (var second = 0; second < 3; second++)
            {
                rig.Beat("a", instance: $"i{flap + 1}");
                if (second == 0) reasons.Add(rig.View("a").Reason);
                Pass(rig, 1, "b");
            }
        }

        Assert.Equal([null, "it came and went; out for 79 s", "it came and went; out for 111 s"], reasons);
    }

    [Fact]
    public void Flapping_WhileNobodyElseWorks_IsUsedAllTheSame()
    {
        var rig = new GroupRig();
        rig.Beat("a");
        for (var flap = 1; flap <= 3; flap++)
        {
            rig.EndPresence("a", PresenceEnd.Lost, $"i{flap}");
            rig.Pass(3);
            rig.Beat("a", instance: $"i{flap + 1}");
            rig.Tick();
        }

        Assert.Equal(DestinationCondition.Degraded, rig.View("a").Condition);
        Assert.Equal(["a"], rig.State.Snapshot.Reserve.Select(d => d.Name));
    }

    [Fact]
    public void Flapping_WithoutRecoveryManagement_IsNotKeptOut()
    {
        var rig = GroupRig.Healthy(new HealthMonitoringConfig { RecoveryManagement = false });
        rig.Beat("a");
        rig.Beat("b");
        for (var flap = 1; flap <= 3; flap++)
        {
            rig.EndPresence("a", PresenceEnd.Lost, $"i{flap}");
            Pass(rig, 3, "b");
            rig.Beat("a", instance: $"i{flap + 1}");
        }

        Assert.Equal((DestinationCondition.Ready, 1), (rig.View("a").Condition, rig.View("a").Ramp));
    }

    [Fact]
    public void Hung_HeartbeatsWithoutProgress_GetsNothingUntilItMoves()
    {
        var rig = Working();
        rig.Beat("a", h => h with { Done = 10, InFlight = 2, LatencyP99Ms = 100 });
        for (var second = 1; second <= 30; second++)
        {
            Pass(rig, 1, "b");
            rig.Beat("a", h => h with { Done = 10, InFlight = 2, LatencyP99Ms = 100 });
        }

        Assert.Equal(DestinationCondition.Ready, rig.View("a").Condition);
        Pass(rig, 1, "b");
        rig.Beat("a", h => h with { Done = 10, InFlight = 2, LatencyP99Ms = 100 });
        Assert.Equal((DestinationCondition.Hung, "2 in flight, nothing settled for 31.0 s (limit 30.0 s)"), rig.Condition("a"));
        Assert.Equal(["b"], rig.Eligible);

        rig.Beat("a", h => h with { Done = 11, InFlight = 1, LatencyP99Ms = 100 });
        Assert.Equal(["a", "b"], rig.Eligible);
    }

    [Fact]
    public void Hung_StillAfterItsConnectionsEnded_IsSaidAgainOnlyIfItHoldsMoreThanItsHandlersHave()
    {
        var rig = Working();
        Assert.Equal(["i1"], SaidToHang(rig, done: 10, inFlight: 32));

        EndConnections(rig);
        Assert.Empty(SaidToHang(rig, done: 10, inFlight: 4));

        EndConnections(rig);
        Assert.Equal(["i1"], SaidToHang(rig, done: 10, inFlight: 5));

        EndConnections(rig);
        Assert.Equal(["i1"], SaidToHang(rig, done: 11, inFlight: 4));
    }

    [Fact]
    public void Hung_OneOfTwoInstances_LeavesTheDestinationReady()
    {
        var rig = Working();
        rig.Beat("a", h => h with { Done = 10, InFlight = 2, LatencyP99Ms = 100 });
        for (var second = 1; second <= 40; second++)
        {
            Pass(rig, 1, "b");
            rig.Beat("a", h => h with { Done = 10, InFlight = 2, LatencyP99Ms = 100 });
            rig.Beat("a", h => h with { Done = second }, "other");
        }

        Assert.Equal(DestinationCondition.Ready, rig.View("a").Condition);
    }

    // Beats without progress until it hangs; returns whose connections are to be closed for that.
    private static IEnumerable<string> SaidToHang(GroupRig rig, long done, int inFlight)
    {
        for (var second = 0; second < 40; second++)
        {
            Pass(rig, 1, "b");
            rig.Beat("a", h => h with { Done = done, InFlight = inFlight, LatencyP99Ms = 100 });
        }

        Assert.Equal(DestinationCondition.Hung, rig.View("a").Condition);
        return rig.Updater.TakeSilent().Select(i => i.Instance);
    }

    private static void EndConnections(GroupRig rig)
    {
        rig.EndPresence("a", PresenceEnd.Lost);
        Assert.Equal(DestinationCondition.Lost, rig.View("a").Condition);
    }

    private static GroupRig Working()
    {
        var rig = new GroupRig();
        rig.Beat("a");
        rig.Beat("b");
        rig.Pass(2);
        rig.Beat("a");
        rig.Beat("b");
        return rig;
    }

    private static void Pass(GroupRig rig, int seconds, string beating)
    {
        for (var i = 0; i < seconds; i++)
        {
            rig.Pass(1);
            rig.Beat(beating);
            rig.Tick();
        }
    }
}
