using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

/// <summary>What other dispatchers have at a destination, as far as heartbeats tell.</summary>
public sealed class OthersInFlightTests
{
    private readonly GroupRig _rig = GroupRig.Listed(new DestinationConfig { Name = "a", Window = WindowConfig.Fixed(10) });

    public OthersInFlightTests() => _rig.Beat("a");

    [Fact]
    public void OnHeartbeat_WorkerHoldsMoreThanWeHandedOver_TheRestIsOthers()
    {
        _rig.Take("a", 2);

        _rig.Beat("a", h => h with { InFlight = 5 });

        Assert.Equal((3, 5), (_rig.Destination("a").Elsewhere, _rig.Destination("a").Load));
        Assert.Equal(7, _rig.Credit("a").Limit); // the window is for all of them
    }

    [Fact]
    public void OnHeartbeat_WorkerHoldsFewerThanWeHandedOver_NobodyElseIsThere()
    {
        _rig.Take("a", 4);

        _rig.Beat("a", h => h with { InFlight = 1 });

        Assert.Equal((0, 4), (_rig.Destination("a").Elsewhere, _rig.Destination("a").Load));
        Assert.Equal(10, _rig.Credit("a").Limit);
    }

    [Fact]
    public void OnHeartbeat_OthersFillTheWindow_OneRemains()
    {
        _rig.Beat("a", h => h with { InFlight = 500 });

        Assert.Equal(1, _rig.Credit("a").Limit);
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 10)]
    [InlineData(4, 5)]
    [InlineData(16, 2)]
    public void Tick_SeveralDispatchers_EachHasTwiceItsEvenShareAtMost(int dispatchers, int limit)
    {
        _rig.Updater.Dispatchers = dispatchers;

        _rig.Tick();

        Assert.Equal(limit, _rig.Credit("a").Limit);
    }

    [Fact]
    public void Tick_NothingCompletedForLong_RanksByTheStandstill()
    {
        _rig.Beat("a", h => h with { Done = 10, BusyMs = 1000, OldestUnreportedMs = 0 }); // 100 ms each
        _rig.Take("a", 3);
        _rig.Beat("a", h => h with { Done = 10, BusyMs = 1000, InFlight = 3 });
        var before = _rig.Destination("a").ServiceSeconds;

        _rig.Pass(0.9);
        _rig.Tick();

        Assert.Equal(0.1, before, 9);
        Assert.InRange(_rig.Destination("a").ServiceSeconds, 0.85, 0.9); // 0.9 s × 3 ÷ 3, less the usual age of news
        Assert.Equal(0.1, _rig.View("a").ServiceSeconds, 9); // measured is what was measured
    }
}
