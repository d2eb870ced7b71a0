using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

public sealed class EjectionInGroupTests
{
    [Fact]
    public void Failures_FiveInARow_EjectTheDestinationAndNobodyElse()
    {
        var rig = Working("a", "b", "c");

        rig.Beat("a", h => h with { Failed = 4 });
        Assert.Equal(["a", "b", "c"], rig.Eligible);
        rig.Beat("a", h => h with { Failed = 5 });

        Assert.Equal(["b", "c"], rig.Eligible);
        Assert.Empty(rig.State.Snapshot.Reserve);
        Assert.Equal((DestinationCondition.Ejected, "5 failures in a row"), rig.Condition("a"));
        Assert.Equal(HealthState.Unhealthy, rig.View("a").Health);
    }

    [Fact]
    public void Heartbeats_DuringTheBan_DoNotEndIt()
    {
        var rig = Working("a", "b");
        rig.Beat("a", h => h with { Failed = 5 });

        PassBeating(rig, 26, h => h with { Failed = 5 }, "a", "b");
        Assert.Equal(DestinationCondition.Ejected, rig.View("a").Condition);

        PassBeating(rig, 8, h => h with { Failed = 5 }, "a", "b");
        Assert.Equal(DestinationCondition.Probing, rig.View("a").Condition);
    }

    [Fact]
    public void Probing_SuccessOfOneMessage_BringsItBackStepByStep()
    {
        var rig = Working("a", "b");
        rig.Beat("a", h => h with { Failed = 5 });
        PassBeating(rig, 34, h => h with { Failed = 5 }, "a", "b");
        Assert.Equal(1, rig.Credit("a").Limit);

        rig.Beat("a", h => h with { Failed = 5, Done = 1 });

        Assert.Equal((DestinationCondition.Ready, 0.1, 10), (rig.View("a").Condition, rig.View("a").Ramp, rig.Destination("a").Weight));
        PassBeating(rig, 31, h => h with { Failed = 5, Done = 1 }, "a", "b");
        Assert.Equal((1, 100), (rig.View("a").Ramp, rig.Destination("a").Weight));
    }

    [Fact]
    public void Probing_Failure_BansItForTwiceAsLong()
    {
        var rig = Working("a", "b");
        rig.Beat("a", h => h with { Failed = 5 });
        PassBeating(rig, 34, h => h with { Failed = 5 }, "a", "b");

        rig.Beat("a", h => h with { Failed = 6 });
        Assert.Equal((DestinationCondition.Ejected, "the message that was to try it failed"), rig.Condition("a"));

        PassBeating(rig, 53, h => h with { Failed = 6 }, "a", "b");
        Assert.Equal(DestinationCondition.Ejected, rig.View("a").Condition);
        PassBeating(rig, 15, h => h with { Failed = 6 }, "a", "b");
        Assert.Equal(DestinationCondition.Probing, rig.View("a").Condition);
    }

    [Fact]
    public void Failures_OfTheLastOneThatWorks_EjectNobody()
    {
        var rig = Working("a");

        rig.Beat("a", h => h with { Failed = 50 });

        Assert.Equal(["a"], rig.Eligible);
    }

    [Fact]
    public void Failures_OfMoreThanHalf_EjectNoMoreThanHalf()
    {
        var rig = Working("a", "b", "c", "d");

        foreach (var name in (string[])["a", "b", "c", "d"]) rig.Beat(name, h => h with { Failed = 5 });

        Assert.Equal(["c", "d"], rig.Eligible);
    }

    [Fact]
    public void Ejected_EverybodyElseIsGone_IsInReserve()
    {
        var rig = Working("a", "b");
        rig.Beat("a", h => h with { Failed = 5 });

        rig.EndPresence("b", Transport.PresenceEnd.Lost);
        rig.Tick();

        Assert.Equal((DestinationCondition.Degraded, "5 failures in a row; needed all the same"), rig.Condition("a"));
        Assert.Equal(["a"], rig.State.Snapshot.Reserve.Select(d => d.Name));
    }

    [Fact]
    public void Failures_OfOneMessageEverywhere_EjectNobody()
    {
        var rig = Working("a", "b");
        for (var i = 1; i <= 4; i++) rig.FailMessage("poison", "a");
        rig.Beat("a", h => h with { Failed = 4 });
        rig.FailMessage("poison", "b");

        rig.Beat("a", h => h with { Failed = 8 });

        Assert.Equal(["a", "b"], rig.Eligible);
    }

    [Fact]
    public void Ejected_TurnsOutToBeAMessagesFault_IsBackAtOnce()
    {
        var rig = Working("a", "b");
        for (var i = 1; i <= 5; i++) rig.FailMessage("poison", "a");
        rig.Beat("a", h => h with { Failed = 5 });
        Assert.Equal(DestinationCondition.Ejected, rig.View("a").Condition);

        rig.FailMessage("poison", "b");

        Assert.Equal(["a", "b"], rig.Eligible);
    }

    [Fact]
    public void Failures_WithoutHealthChecking_EjectNobody()
    {
        var rig = new GroupRig(new GroupConfig { Name = GroupRig.Group, HealthChecking = false });
        rig.Beat("a");
        rig.Beat("b");

        rig.Beat("a", h => h with { Failed = 500 });
        rig.Pass(1000);
        rig.Tick();

        Assert.Equal(["a", "b"], rig.Eligible);
    }

    [Fact]
    public void Sweep_OneOfSixDoesWorse_IsEjected()
    {
        var rig = Working("a", "b", "c", "d", "e", "f");
        foreach (var name in (string[])["b", "c", "d", "e", "f"]) rig.Beat(name, h => h with { Done = 200 });
        rig.Beat("a", h => h with { Done = 170, Failed = 30 });

        rig.Pass(1);
        rig.Tick();
        rig.Tick();

        Assert.Equal((DestinationCondition.Ejected, "success 85.0 %, mean of 6 destinations 97.5 %, least 86.9 %"), rig.Condition("a"));
    }

    private static GroupRig Working(params string[] names)
    {
        var rig = new GroupRig();
        foreach (var name in names) rig.Beat(name);
        rig.Pass(2);
        foreach (var name in names) rig.Beat(name);
        return rig;
    }

    private static void PassBeating(GroupRig rig, int seconds, Func<Heartbeat, Heartbeat> first, params string[] names)
    {
        for (var i = 0; i < seconds; i++)
        {
            rig.Pass(1);
            foreach (var name in names) rig.Beat(name, name == names[0] ? first : null);
            rig.Tick();
        }
    }
}
