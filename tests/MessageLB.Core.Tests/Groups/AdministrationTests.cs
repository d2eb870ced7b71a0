using MessageLB.Core.Groups;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

public sealed class AdministrationTests
{
    private const string Done = "it has finished what it had and may be taken away";

    [Fact]
    public void Administer_Drain_FinishesWhatIsInFlightAndSaysWhenItIsDone()
    {
        var rig = Working();

        Assert.True(Administer(rig, AdministrativeState.Draining));

        Assert.Empty(rig.Eligible);
        Assert.Equal((DestinationCondition.Draining, "drained by ops"), rig.Condition("a"));
        rig.Beat("a", h => h with { Done = 2 });
        Assert.Equal((DestinationCondition.Drained, Done), rig.Condition("a"));
        Assert.Equal((HealthState.Healthy, AdministrativeState.Draining), (rig.View("a").Health, rig.View("a").Administrative));
    }

    [Fact]
    public void Administer_DrainBeyondItsLimit_GivesTheRestToOthers()
    {
        var rig = Working();
        Administer(rig, AdministrativeState.Draining);

        PassBeating(rig, 299);
        Assert.Equal(DestinationCondition.Draining, rig.View("a").Condition);
        PassBeating(rig, 1);

        Assert.Equal((DestinationCondition.Maintenance, "it did not drain within 300 s; what waits there is handed to others"), rig.Condition("a"));
    }

    [Fact]
    public void Administer_BackToActive_IsReadyAtOnce()
    {
        var rig = Working();
        Administer(rig, AdministrativeState.Maintenance);
        Assert.Equal((DestinationCondition.Maintenance, "drained by ops"), rig.Condition("a"));

        Administer(rig, AdministrativeState.Active);

        Assert.Equal(["a"], rig.Eligible);
    }

    [Fact]
    public void Administer_WorkerSaysReadyAgain_IsNotBelieved()
    {
        var rig = Working();
        Administer(rig, AdministrativeState.Maintenance);

        rig.Beat("a");

        Assert.Equal(DestinationCondition.Maintenance, rig.View("a").Condition);
    }

    [Fact]
    public void Administer_WorkerDies_IsLostAndInMaintenanceWhenItReturns()
    {
        var rig = Working();
        Administer(rig, AdministrativeState.Maintenance);

        rig.EndPresence("a", PresenceEnd.Lost);
        Assert.Equal((DestinationCondition.Lost, HealthState.Unhealthy), (rig.View("a").Condition, rig.View("a").Health));
        rig.Pass(700);
        rig.Tick();
        rig.Beat("a", instance: "i2");

        Assert.Equal(DestinationCondition.Maintenance, rig.View("a").Condition);
    }

    [Fact]
    public void Ask_WorkerDrainsOfItsOwnAccord_IsNotToldToResume()
    {
        var rig = new GroupRig();
        rig.Beat("a", h => h with { State = WorkerState.Draining });

        Assert.Empty(rig.Updater.Asks(rig.Now));
    }

    [Fact]
    public void Ask_AnotherDispatcherHadItDrained_ItIsToldToResume()
    {
        var rig = new GroupRig();
        rig.Beat("a", h => h with { State = WorkerState.Draining });
        Administer(rig, AdministrativeState.Draining);
        Assert.Empty(rig.Updater.Asks(rig.Now));

        Administer(rig, AdministrativeState.Active);

        Assert.Equal([("a", WorkerAsk.Resume)], rig.Updater.Asks(rig.Now));
    }

    [Fact]
    public void Ask_BroughtBackBeforeTheDrainShows_IsToldToResumeAsSoonAsItDoes()
    {
        var rig = new GroupRig();
        rig.Beat("a");
        Administer(rig, AdministrativeState.Draining);
        Assert.Equal([("a", WorkerAsk.Drain)], rig.Updater.Asks(rig.Now));

        Administer(rig, AdministrativeState.Active);
        Assert.Empty(rig.Updater.Asks(rig.Now));
        rig.Beat("a", h => h with { State = WorkerState.Draining });

        Assert.Equal([("a", WorkerAsk.Resume)], rig.Updater.Asks(rig.Now));
    }

    [Fact]
    public void Administer_Stranger_IsToldApart()
    {
        var rig = Working();

        Assert.False(rig.Updater.Administer("nobody", AdministrativeState.Draining, "", rig.Now, []));
        Assert.True(Administer(rig, AdministrativeState.Active));
        Assert.Equal(["a"], rig.Eligible);
    }

    private static GroupRig Working()
    {
        var rig = new GroupRig();
        rig.Beat("a");
        rig.Take("a", 2);
        return rig;
    }

    private static void PassBeating(GroupRig rig, int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            rig.Pass(1);
            rig.Beat("a");
            rig.Tick();
        }
    }

    private static bool Administer(GroupRig rig, AdministrativeState state) => rig.Administer("a", state);
}
