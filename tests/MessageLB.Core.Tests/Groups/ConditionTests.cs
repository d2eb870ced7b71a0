using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

public sealed class ConditionTests
{
    [Theory]
    [InlineData(WorkerState.Ready, DestinationCondition.Ready, null)]
    [InlineData(WorkerState.Starting, DestinationCondition.Starting, "its worker says that it is starting")]
    [InlineData(WorkerState.Draining, DestinationCondition.Draining, "its worker says that it is draining")]
    [InlineData(WorkerState.Maintenance, DestinationCondition.Maintenance, "its worker says that it is in maintenance")]
    [InlineData(WorkerState.Failed, DestinationCondition.Failed, "its worker says that it failed")]
    public void OnHeartbeat_State_BecomesTheCondition(WorkerState state, DestinationCondition condition, string? reason)
    {
        var rig = new GroupRig();

        rig.Beat("a", h => h with { State = state, InFlight = 1 });

        Assert.Equal((condition, reason), rig.Condition("a"));
        Assert.Equal(condition == DestinationCondition.Ready, rig.Eligible.Contains("a"));
    }

    [Fact]
    public void OnHeartbeat_StateChanges_TellsEachTransitionOnce()
    {
        var rig = new GroupRig();
        foreach (var state in new[] { WorkerState.Starting, WorkerState.Starting, WorkerState.Ready, WorkerState.Ready, WorkerState.Draining })
        {
            rig.Beat("a", h => h with { State = state, InFlight = 1 });
        }

        Assert.Equal(
            [
                new GroupEvent("orders", "a", DestinationCondition.Unknown, DestinationCondition.Starting, "its worker says that it is starting"),
                new GroupEvent("orders", "a", DestinationCondition.Starting, DestinationCondition.Ready, "it is ready"),
                new GroupEvent("orders", "a", DestinationCondition.Ready, DestinationCondition.Draining, "its worker says that it is draining"),
            ],
            rig.TakeEvents());
    }

    [Theory]
    [InlineData(WorkerState.Draining, WorkerState.Ready, DestinationCondition.Ready)]
    [InlineData(WorkerState.Starting, WorkerState.Draining, DestinationCondition.Draining)]
    [InlineData(WorkerState.Maintenance, WorkerState.Starting, DestinationCondition.Starting)]
    [InlineData(WorkerState.Failed, WorkerState.Maintenance, DestinationCondition.Maintenance)]
    public void OnHeartbeat_TwoInstances_AreAsGoodAsTheBetterOneInEitherOrder(WorkerState worse, WorkerState better, DestinationCondition condition)
    {
        foreach (var (first, second) in new[] { (worse, better), (better, worse) })
        {
            var rig = new GroupRig();
            rig.Beat("a", h => h with { State = first, InFlight = 1 }, "i1");
            rig.Beat("a", h => h with { State = second, InFlight = 1 }, "i2");

            Assert.Equal(condition, rig.View("a").Condition);
            Assert.Equal(2, rig.View("a").Alive);
        }
    }

    [Fact]
    public void OnPresenceEnded_OneOfTwoInstances_LeavesTheDestinationReady()
    {
        var rig = new GroupRig();
        rig.Beat("a", instance: "i1");
        rig.Beat("a", instance: "i2");

        rig.EndPresence("a", PresenceEnd.Lost, "i1");

        Assert.Equal((DestinationCondition.Ready, 1), (rig.View("a").Condition, rig.View("a").Alive));
        Assert.Equal(["a"], rig.Eligible);
    }

    [Fact]
    public void OnPresenceEnded_LiveInstanceThatFailed_OutranksTheLostOnes()
    {
        var rig = new GroupRig();
        rig.Beat("a", instance: "i1");
        rig.Beat("a", h => h with { State = WorkerState.Failed }, "i2");

        rig.EndPresence("a", PresenceEnd.Lost, "i1");

        Assert.Equal(DestinationCondition.Failed, rig.View("a").Condition);
    }

    [Theory]
    [InlineData(PresenceEnd.Lost, PresenceEnd.Left, DestinationCondition.Left, "its worker took its leave")]
    [InlineData(PresenceEnd.Left, PresenceEnd.Lost, DestinationCondition.Lost, "its connection died (presence token came back)")]
    public void OnPresenceEnded_NobodyLives_IsGoneAsTheLastOneWent(PresenceEnd first, PresenceEnd second, DestinationCondition condition, string reason)
    {
        var rig = new GroupRig();
        rig.Beat("a", instance: "i1");
        rig.Beat("a", instance: "i2");
        rig.EndPresence("a", first, "i1");
        rig.Pass(0.1);

        rig.EndPresence("a", second, "i2");

        Assert.Equal((condition, reason), rig.Condition("a"));
        Assert.Empty(rig.Eligible);
    }

    [Fact]
    public void OnHeartbeat_WeightZero_IsReadyButNotEligible()
    {
        var rig = new GroupRig();
        rig.Beat("a");

        rig.Beat("a", h => h with { Weight = 0 });

        Assert.Equal(DestinationCondition.Ready, rig.View("a").Condition);
        Assert.Empty(rig.Eligible);
        rig.Beat("a", h => h with { Weight = 1 });
        Assert.Equal(["a"], rig.Eligible);
    }

    [Fact]
    public void New_ListedWithWeightZero_IsNeverEligible()
    {
        var rig = GroupRig.Listed(new DestinationConfig { Name = "a", Weight = 0 });

        rig.Look("a", new QueueDepth(0, 1));

        Assert.Equal(DestinationCondition.Ready, rig.View("a").Condition);
        Assert.Empty(rig.Eligible);
    }

    [Fact]
    public void Events_OfStrangers_AreIgnored()
    {
        var rig = new GroupRig();
        rig.Beat("a");
        rig.TakeEvents();

        rig.EndPresence("a", PresenceEnd.Lost, "nobody");
        rig.EndPresence("nobody", PresenceEnd.Lost);
        rig.FailHandOver("nobody");
        rig.DeclareQueue("nobody", "why not");
        rig.Updater.OnQueueSeen("nobody", new QueueDepth(1, 1), 0, rig.Now, []);
        rig.Resync("nobody", null);

        Assert.Empty(rig.TakeEvents());
        Assert.Equal(["a"], rig.Eligible);
        Assert.False(rig.Updater.IsListed("nobody"));
    }
}
