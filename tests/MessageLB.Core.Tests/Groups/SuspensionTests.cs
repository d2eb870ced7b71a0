using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

public sealed class SuspensionTests
{
    [Theory]
    [InlineData(PublishOutcome.Returned, "its queue does not exist")]
    [InlineData(PublishOutcome.Refused, "its queue refuses messages (full, or without a leader)")]
    public void OnHandOverFailed_ReadyDestination_IsSuspendedForASecond(PublishOutcome outcome, string reason)
    {
        var rig = new GroupRig();
        rig.Beat("a");
        rig.TakeEvents();

        rig.FailHandOver("a", outcome);

        Assert.Equal([new GroupEvent("orders", "a", DestinationCondition.Ready, DestinationCondition.Suspended, reason)], rig.TakeEvents());
        Assert.Empty(rig.Eligible);
        Assert.Equal(TimeSpan.FromSeconds(1), TimeUntilReady(rig));
        Assert.Equal([new GroupEvent("orders", "a", DestinationCondition.Suspended, DestinationCondition.Ready, "it is ready")], rig.TakeEvents());
        Assert.Equal(["a"], rig.Eligible);
    }

    [Fact]
    public void OnHandOverFailed_AgainAndAgain_DoublesUpToHalfAMinute()
    {
        var rig = new GroupRig();
        rig.Beat("a");

        var delays = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            rig.FailHandOver("a");
            delays.Add(TimeUntilReady(rig).TotalSeconds);
        }

        Assert.Equal([1, 2, 4, 8, 16, 30, 30], delays);
    }

    [Theory]
    [InlineData(29.9, 2)]
    [InlineData(30, 1)]
    public void OnHandOverFailed_AfterItWorkedForAWhile_StartsAnew(double worked, double delay)
    {
        var rig = new GroupRig();
        rig.Beat("a");
        rig.FailHandOver("a");
        TimeUntilReady(rig);
        PassBeating(rig, worked);

        rig.FailHandOver("a");

        Assert.Equal(delay, TimeUntilReady(rig).TotalSeconds);
    }

    [Fact]
    public void OnHandOverFailed_WhileSuspended_DoesNotProlongIt()
    {
        var rig = new GroupRig();
        rig.Beat("a");
        rig.FailHandOver("a");
        PassBeating(rig, 0.9);

        rig.FailHandOver("a");

        Assert.Equal(TimeSpan.FromSeconds(0.1), TimeUntilReady(rig));
    }

    [Fact]
    public void OnQueueDeclared_Refused_StaysOutUntilItIsDeclared()
    {
        var rig = GroupRig.Listed(new DestinationConfig { Name = "a" }, new DestinationConfig { Name = "b" });
        rig.Beat("a");
        rig.DeclareQueue("b", refusal: null);
        rig.TakeEvents();

        rig.DeclareQueue("a", "its queue has other arguments");

        Assert.Equal([new GroupEvent("orders", "a", DestinationCondition.Ready, DestinationCondition.Suspended, "its queue has other arguments")], rig.TakeEvents());
        Assert.Equal(["a"], rig.Updater.Refused());
        PassBeating(rig, 60);
        Assert.Equal((DestinationCondition.Suspended, "its queue has other arguments"), rig.Condition("a"));
        rig.DeclareQueue("a", refusal: null);
        Assert.Equal(DestinationCondition.Ready, rig.View("a").Condition);
        Assert.Empty(rig.Updater.Refused());
    }

    [Fact]
    public void WantingLook_ListedAndSuspended_EveryHalfSecondSoThatItsQueueIsDeclaredAgain()
    {
        var rig = GroupRig.Listed(new DestinationConfig { Name = "a" });
        rig.Beat("a");
        rig.Beat("discovered");
        rig.FailHandOver("a");
        rig.FailHandOver("discovered");

        Assert.True(rig.WantsLook("a"));
        Assert.False(rig.WantsLook("discovered"));
        rig.Look("a", null);
        rig.Pass(0.499);
        Assert.False(rig.WantsLook("a"));
        rig.Pass(0.001);
        Assert.True(rig.WantsLook("a"));
    }

    [Fact]
    public void Suspended_WorkerDiesMeanwhile_IsLostWhenTheTimeIsUp()
    {
        var rig = new GroupRig();
        rig.Beat("a");
        rig.FailHandOver("a");

        rig.EndPresence("a", PresenceEnd.Lost);

        Assert.Equal(DestinationCondition.Suspended, rig.View("a").Condition);
        rig.Pass(1);
        rig.Tick();
        Assert.Equal(DestinationCondition.Lost, rig.View("a").Condition);
    }

    [Fact]
    public void Suspended_WorkerDiesMeanwhileInHoldMode_IsLostAtOnceAndSuspendedWhenItIsBack()
    {
        var rig = new GroupRig(new GroupConfig { Name = GroupRig.Group, Delivery = DeliveryMode.Hold });
        rig.Beat("a", beat => beat with { Results = true });
        rig.FailHandOver("a");

        rig.EndPresence("a", PresenceEnd.Lost);

        Assert.Equal(DestinationCondition.Lost, Assert.Single(rig.Updater.Lost(rig.Now)).Condition);
        rig.Pass(0.5);
        rig.Beat("a", beat => beat with { Results = true });
        Assert.Equal(DestinationCondition.Suspended, rig.View("a").Condition);
    }

    private static void PassBeating(GroupRig rig, double seconds)
    {
        for (var step = TimeSpan.FromSeconds(0.1); seconds > 0.001; seconds -= 0.1)
        {
            rig.Pass(step);
            rig.Beat("a");
            rig.Tick();
        }
    }

    private static TimeSpan TimeUntilReady(GroupRig rig)
    {
        var start = rig.Now;
        while (rig.View("a").Condition == DestinationCondition.Suspended) PassBeating(rig, 0.1);
        return rig.Now - start;
    }
}
