using MessageLB.Core.Configuration;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

public sealed class CreditFromHeartbeatsTests
{
    private readonly GroupRig _rig = new(new GroupConfig { Name = "orders", Window = WindowConfig.Fixed(20) });

    [Fact]
    public void OnHeartbeat_DoneByThisDispatcher_GivesSoMuchBack()
    {
        Told(done: 0);
        _rig.Take("a", 10);

        Told(done: 4);

        Assert.Equal(6, _rig.Credit("a").InFlight);
    }

    [Fact]
    public void OnHeartbeat_DoneByOthersOnly_GivesNothingBack()
    {
        _rig.Beat("a");
        _rig.Take("a", 10);

        _rig.Beat("a", h => h with { Done = 50, DoneBy = new Dictionary<string, long> { ["d2"] = 50 } });

        Assert.Equal(10, _rig.Credit("a").InFlight);
    }

    [Fact]
    public void OnHeartbeat_FirstOfAProcessThatTellsDispatchersApart_CountsInFull()
    {
        Told(done: 0);
        _rig.Take("a", 10);

        _rig.Beat("a", h => h with { Done = 90, DoneBy = new Dictionary<string, long> { ["d1"] = 3, ["d2"] = 87 } }, "i2");

        Assert.Equal(7, _rig.Credit("a").InFlight);
    }

    [Fact]
    public void OnHeartbeat_FirstOfAProcessThatDoesNotTell_IsOnlyAStart()
    {
        Told(done: 0);
        _rig.Take("a", 10);

        _rig.Beat("a", h => h with { Done = 90 }, "i2");
        Assert.Equal(10, _rig.Credit("a").InFlight);

        _rig.Beat("a", h => h with { Done = 92, Failed = 1, Returned = 1 }, "i2");
        Assert.Equal(6, _rig.Credit("a").InFlight);
    }

    [Fact]
    public void OnHeartbeat_NothingSettledForAnybodyYet_ThenForUs_CountsInFull()
    {
        // Messages without a dispatcher's name, put into its queue by hand: settled, and in nobody's count.
        _rig.Beat("a", h => h with { Done = 100 });
        _rig.Take("a", 10);

        Told(done: 100, mine: 4);

        Assert.Equal(6, _rig.Credit("a").InFlight);
    }

    [Fact]
    public void OnHeartbeat_CountForUsVanishesAndBeginsAnew_GivesNothingTwice()
    {
        Told(done: 0);
        _rig.Take("a", 20);
        Told(done: 8, mine: 8);
        _rig.Beat("a", h => h with { Done = 8, DoneBy = new Dictionary<string, long> { ["d2"] = 1 } });
        Assert.Equal(12, _rig.Credit("a").InFlight);

        Told(done: 10, mine: 2);

        Assert.Equal(10, _rig.Credit("a").InFlight);
    }

    [Fact]
    public void OnHeartbeat_WorkerStopsToTell_GivesBackTheGrowthOnly()
    {
        Told(done: 0);
        _rig.Take("a", 20);
        _rig.Beat("a", h => h with { Done = 50, DoneBy = new Dictionary<string, long> { ["d1"] = 3, ["d2"] = 47 } });
        Assert.Equal(17, _rig.Credit("a").InFlight);

        _rig.Beat("a", h => h with { Done = 52 });

        Assert.Equal(15, _rig.Credit("a").InFlight);
    }

    [Fact]
    public void OnHeartbeat_MoreSettledThanWasHandedOver_NeverGoesBelowNothing()
    {
        Told(done: 0);
        _rig.Take("a", 3);

        Told(done: 1L << 53);

        Assert.Equal(0, _rig.Credit("a").InFlight);
        Assert.Equal((20, 3L), (_rig.Credit("a").Limit, _rig.Credit("a").Returned));
    }

    [Fact]
    public void OnHeartbeat_LostOneInBetween_CostsNothing()
    {
        Told(done: 0);
        _rig.Take("a", 10);

        _rig.Beat("a", h => h with { Sequence = 900, Done = 7, DoneBy = new Dictionary<string, long> { ["d1"] = 7 } });

        Assert.Equal(3, _rig.Credit("a").InFlight);
    }

    [Fact]
    public void OnHeartbeat_TwoInstances_AddUp()
    {
        Told(done: 0);
        Told(done: 0, instance: "i2");
        _rig.Take("a", 10);

        Told(done: 3);
        Told(done: 4, instance: "i2");

        Assert.Equal(3, _rig.Credit("a").InFlight);
    }

    [Fact]
    public void View_Counters_AreWhatHappenedSinceTheFirstHeartbeat()
    {
        _rig.Beat("a", h => h with { Done = 100, Failed = 10 });
        _rig.Beat("a", h => h with { Done = 107, Failed = 12, LatencyP50Ms = 2.5, LatencyP99Ms = 9 });
        _rig.Pass(0.5);
        _rig.Beat("a", h => h with { Done = 5, LatencyP50Ms = 3.5, LatencyP99Ms = 7 }, "i2");
        _rig.Pass(0.25);

        var view = _rig.View("a");

        Assert.Equal((7L, 2L, 2), (view.Done, view.Failed, view.Alive));
        Assert.Equal((3.5, 9.0), (view.LatencyP50Ms, view.LatencyP99Ms));
        Assert.Equal(TimeSpan.FromSeconds(0.25), view.SinceSeen);
        _rig.EndPresence("a", PresenceEnd.Lost, "i1");
        _rig.EndPresence("a", PresenceEnd.Lost, "i2");
        Assert.Equal((7L, 2L, 0), (_rig.View("a").Done, _rig.View("a").Failed, _rig.View("a").Alive));
        Assert.Null(_rig.View("a").LatencyP99Ms);
    }

    private void Told(long done, long? mine = null, string instance = "i1") =>
        _rig.Beat("a", h => h with { Done = done, DoneBy = new Dictionary<string, long> { ["d1"] = mine ?? done } }, instance);
}
