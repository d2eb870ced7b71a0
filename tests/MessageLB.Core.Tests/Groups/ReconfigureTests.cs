using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Heartbeats;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

public sealed class ReconfigureTests
{
    [Fact]
    public void Reconfigure_OtherWindow_KeepsWhatIsInFlight()
    {
        var rig = new GroupRig(new GroupConfig { Name = GroupRig.Group, Window = WindowConfig.Fixed(10) });
        rig.Beat("a");
        var a = rig.State.Snapshot.Eligible[0];
        for (var i = 0; i < 7; i++) Assert.True(a.Credit.TryTake());

        rig.Reconfigure(c => c with { Window = WindowConfig.Fixed(5) });

        Assert.Same(a, rig.State.Snapshot.Eligible[0]);
        Assert.Equal((7, 5), (a.Credit.InFlight, a.Credit.Limit));
        Assert.False(a.Credit.TryTake());
    }

    [Fact]
    public void Reconfigure_OtherWeight_IsInTheNextSnapshot()
    {
        var rig = GroupRig.Listed(new DestinationConfig { Name = "a", Weight = 100 });
        rig.Beat("a");

        rig.Reconfigure(c => c with { Destinations = [new DestinationConfig { Name = "a", Weight = 25 }] });

        Assert.Equal(25, rig.State.Snapshot.Eligible[0].Weight);
    }

    [Fact]
    public void Reconfigure_OtherTier_MovesToTheBetterOneAtOnce()
    {
        var rig = GroupRig.Listed(new DestinationConfig { Name = "a" }, new DestinationConfig { Name = "b" });
        for (var second = 0; second < 10; second++)
        {
            rig.Beat("a");
            rig.Beat("b");
            rig.Tick();
            rig.Pass(1);
        }

        Assert.Equal(["a", "b"], rig.Eligible);

        rig.Reconfigure(c => c with { Destinations = [new DestinationConfig { Name = "a" }, new DestinationConfig { Name = "b", Tier = 1 }] });

        Assert.Equal(["a"], rig.Eligible);
    }

    [Fact]
    public void Reconfigure_DestinationEjected_StaysEjected()
    {
        var rig = new GroupRig(new GroupConfig { Name = GroupRig.Group });
        rig.Beat("a");
        rig.Beat("b");
        rig.Beat("a", h => h with { Failed = 5 });
        Assert.Equal(DestinationCondition.Ejected, rig.View("a").Condition);

        rig.Reconfigure(c => c with { Ejection = c.Ejection with { ConsecutiveFailures = 50 } });

        Assert.Equal(DestinationCondition.Ejected, rig.View("a").Condition);
        Assert.Equal(["b"], rig.Eligible);
    }

    [Fact]
    public void Reconfigure_LostDestination_IsNotForgotten()
    {
        var rig = new GroupRig();
        rig.Beat("a");
        rig.EndPresence("a", PresenceEnd.Lost);

        rig.Reconfigure(c => c with { Prefetch = 7 });

        Assert.Equal(DestinationCondition.Lost, rig.View("a").Condition);
        Assert.Equal(7, rig.Updater.Config.Prefetch);
    }

    [Fact]
    public void Reconfigure_HealthTimes_CountForWorkersThatAreKnown()
    {
        var rig = new GroupRig();
        rig.Beat("a");
        rig.Reconfigure(c => c with { HealthMonitoring = c.HealthMonitoring with { FailureThreshold = 20 } });

        rig.Pass(GroupRig.Lease + TimeSpan.FromSeconds(1));
        rig.Tick();

        Assert.NotEqual(DestinationCondition.Lost, rig.View("a").Condition);
    }

    [Fact]
    public void Reconfigure_DestinationAdded_JoinsBesideTheOthers()
    {
        var rig = GroupRig.Listed(new DestinationConfig { Name = "a" });
        rig.Beat("a");

        rig.Reconfigure(c => c with { Destinations = [.. c.Destinations, new DestinationConfig { Name = "b" }] });
        rig.Beat("b");

        Assert.Equal(["a", "b"], rig.Eligible);
    }

    [Fact]
    public void Reconfigure_DestinationRemoved_FinishesWhatItHasAndIsForgottenThen()
    {
        var rig = new GroupRig(Closed("a", "b"));
        rig.Beat("a");
        rig.Beat("b");
        Assert.True(rig.State.Snapshot.Eligible[0].Credit.TryTake());

        rig.Reconfigure(_ => Closed("b"));
        rig.Tick();
        Assert.Equal(["b"], rig.Eligible);
        Assert.Equal((DestinationCondition.Draining, "the configuration lists it no more"), rig.Condition("a"));

        rig.Beat("a", h => h with { Done = 1, DoneBy = new Dictionary<string, long> { [GroupRig.Dispatcher] = 1 } });
        rig.Tick();
        Assert.Equal(["b"], rig.Updater.All().Select(d => d.Name));
        Assert.Equal(HeartbeatVerdict.NotListed, rig.TryBeat("a"));
    }

    [Fact]
    public void Reconfigure_DestinationRemovedAndListedAgain_WorksOnWithItsCredit()
    {
        var rig = new GroupRig(Closed("a", "b"));
        rig.Beat("a");
        rig.Beat("b");
        var a = rig.State.Snapshot.Eligible[0];
        Assert.True(a.Credit.TryTake());

        rig.Reconfigure(_ => Closed("b"));
        rig.Reconfigure(_ => Closed("a", "b"));

        Assert.Equal(["a", "b"], rig.Eligible);
        Assert.Same(a, rig.State.Snapshot.Eligible[0]);
        Assert.Equal(1, a.Credit.InFlight);
    }

    [Fact]
    public void Reconfigure_RemovedWhileDrainedByPeople_StaysDrainedWhenListedAgain()
    {
        var rig = new GroupRig(Closed("a", "b"));
        rig.Beat("a");
        rig.Beat("b");
        Assert.True(rig.State.Snapshot.Eligible[0].Credit.TryTake());
        rig.Administer("a", AdministrativeState.Draining);

        rig.Reconfigure(_ => Closed("b"));
        rig.Reconfigure(_ => Closed("a", "b"));

        Assert.Equal(["b"], rig.Eligible);
    }

    [Fact]
    public void Reconfigure_RemovedFromTheListOfAGroupWithDiscovery_StaysAsADiscoveredOne()
    {
        var rig = GroupRig.Listed(new DestinationConfig { Name = "a", Weight = 7 });
        rig.Beat("a");

        rig.Reconfigure(c => c with { Destinations = [] });

        Assert.Equal(["a"], rig.Eligible);
        Assert.Equal(DestinationConfig.DefaultWeight, rig.State.Snapshot.Eligible[0].Weight);
        Assert.False(rig.Updater.IsListed("a"));
    }

    [Fact]
    public void Reconfigure_RemovedOne_IsNotToldToDrain()
    {
        var rig = new GroupRig(Closed("a", "b"));
        rig.Beat("a");
        rig.Beat("b");
        Assert.True(rig.State.Snapshot.Eligible[0].Credit.TryTake());

        rig.Reconfigure(_ => Closed("b"));

        Assert.Empty(rig.Updater.Asks(rig.Now));
    }

    [Fact]
    public void Reconfigure_QueueLevelDestinationRemoved_IsForgottenWhenItsQueueIsEmpty()
    {
        var rig = new GroupRig(Closed("a", "b"));
        rig.Look("a", new QueueDepth(3, 1));
        rig.Look("b", new QueueDepth(0, 1));
        rig.Reconfigure(_ => Closed("b"));
        rig.Tick();
        Assert.Equal(DestinationCondition.Draining, rig.View("a").Condition);

        rig.Look("a", new QueueDepth(0, 1));
        rig.Tick();

        Assert.Equal(["b"], rig.Updater.All().Select(d => d.Name));
    }

    private static GroupConfig Closed(params string[] names) => new()
    {
        Name = GroupRig.Group,
        Discovery = false,
        Window = WindowConfig.Fixed(10),
        Destinations = [.. names.Select(name => new DestinationConfig { Name = name })],
    };
}
