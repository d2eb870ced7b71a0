using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

/// <summary>What the updater makes of a destination while its messages are handed to others.</summary>
public sealed class RescuedTests
{
    private readonly GroupRig _rig = new(new GroupConfig { Name = "orders", Window = WindowConfig.Fixed(20) });

    [Fact]
    public void Lost_Conditions_AreThoseWhereNobodyWillDoIt()
    {
        _rig.Beat("ready");
        _rig.Beat("draining", h => h with { State = WorkerState.Draining });
        _rig.Beat("maintenance", h => h with { State = WorkerState.Maintenance });
        _rig.Beat("failed", h => h with { State = WorkerState.Failed });
        _rig.Beat("lost");
        _rig.EndPresence("lost", PresenceEnd.Lost);
        _rig.Beat("left");
        _rig.EndPresence("left", PresenceEnd.Left);
        _rig.Pass(3);

        Assert.Equal(
            [("failed", 3), ("left", 3), ("lost", 3), ("maintenance", 3)],
            _rig.Updater.Lost(_rig.Now).Select(l => (l.State.Name, l.LostFor.TotalSeconds)).Order());
    }

    [Fact]
    public void Rescued_MessagesOnTheirWayToOthers_AreNotTakenForLostCredit()
    {
        LoseWith(inFlight: 5);
        _rig.Updater.OnRescueStarted("a");

        for (var look = 0; look < 5; look++)
        {
            _rig.Pass(1);
            Assert.False(_rig.WantsLook("a"));
            _rig.Look("a", new QueueDepth(0, 1));
        }

        Assert.Equal(5, _rig.Credit("a").InFlight);
        Assert.True(_rig.View("a").IsRescued);
    }

    [Fact]
    public void Rescued_LookFromJustBeforeTheEnd_IsNotCounted()
    {
        LoseWith(inFlight: 5);
        _rig.Updater.OnRescueStarted("a");
        _rig.Updater.OnRescueEnded("a");
        _rig.Look("a", new QueueDepth(0, 1));

        Look(3);
        Assert.Equal(5, _rig.Credit("a").InFlight);
        Look(3);
        Look(3);

        Assert.Equal(3, _rig.Credit("a").InFlight);
        Assert.False(_rig.View("a").IsRescued);
    }

    [Fact]
    public void Rescued_AtLevel0_ItsConsumerIsNoWorker()
    {
        var rig = GroupRig.Listed(new DestinationConfig { Name = "a" });
        rig.Look("a", new QueueDepth(0, 0));
        rig.Updater.OnRescueStarted("a");

        rig.Look("a", new QueueDepth(0, 1));
        Assert.Equal(DestinationCondition.Lost, rig.Condition("a").Condition);
        rig.Look("a", new QueueDepth(0, 2));
        Assert.Equal(DestinationCondition.Ready, rig.Condition("a").Condition);
    }

    [Fact]
    public void Rescued_AtLevel0LookFromJustBeforeTheEnd_DoesNotBringItBack()
    {
        var rig = GroupRig.Listed(new DestinationConfig { Name = "a" });
        rig.Look("a", new QueueDepth(0, 0));
        rig.Updater.OnRescueStarted("a");
        rig.Updater.OnRescueEnded("a");

        rig.Look("a", new QueueDepth(0, 1));

        Assert.Equal(DestinationCondition.Lost, rig.Condition("a").Condition);
        Assert.True(rig.WantsLook("a"));
    }

    [Fact]
    public void Forgotten_MessagesStillWait_OnlyOnceTheyAreGone()
    {
        LoseWith(inFlight: 5);

        _rig.Pass(GroupUpdater.ForgetAfter + TimeSpan.FromSeconds(1));
        _rig.Tick();
        Assert.Single(_rig.Updater.Lost(_rig.Now));
        _rig.Credit("a").Return(5);
        _rig.Tick();

        Assert.Empty(_rig.Updater.All());
    }

    private void LoseWith(int inFlight)
    {
        _rig.Beat("a");
        _rig.Take("a", inFlight);
        _rig.EndPresence("a", PresenceEnd.Lost);
    }

    private void Look(long ready)
    {
        _rig.Pass(0.5);
        _rig.Look("a", new QueueDepth(ready, 0));
    }
}
