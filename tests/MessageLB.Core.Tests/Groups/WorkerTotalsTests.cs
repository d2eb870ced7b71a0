using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

/// <summary>What several instances of one destination are good for together.</summary>
public sealed class WorkerTotalsTests
{
    private readonly GroupRig _rig = new(new GroupConfig { Name = "orders", Window = WindowConfig.Concurrency(1) });

    [Fact]
    public void OnHeartbeat_ReadyInstances_AddTheirConcurrency()
    {
        _rig.Beat("a", h => h with { Concurrency = 4 }, "i1");
        _rig.Beat("a", h => h with { Concurrency = 3 }, "i2");

        Assert.Equal((7, 8), (_rig.Destination("a").Concurrency, _rig.Credit("a").Limit));
    }

    [Fact]
    public void OnHeartbeat_LargerOneDrains_CountsNoMore()
    {
        _rig.Beat("a", h => h with { Concurrency = 8 }, "i1");
        _rig.Beat("a", h => h with { Concurrency = 2 }, "i2");

        _rig.Beat("a", h => h with { Concurrency = 8, State = WorkerState.Draining }, "i1");

        Assert.Equal((2, 3), (_rig.Destination("a").Concurrency, _rig.Credit("a").Limit));
    }

    [Fact]
    public void OnHeartbeat_AfterTheOtherOneWasForgotten_CountsAloneAndThenWithANewOne()
    {
        _rig.Beat("a", h => h with { Concurrency = 8 }, "i1");
        _rig.Beat("a", h => h with { Concurrency = 2 }, "i2");
        _rig.EndPresence("a", PresenceEnd.Lost, "i1");
        _rig.Pass(GroupUpdater.ForgetAfter + TimeSpan.FromSeconds(1));
        _rig.Beat("a", h => h with { Concurrency = 2 }, "i2");
        _rig.Tick();
        Assert.Equal((2, 3), (_rig.Destination("a").Concurrency, _rig.Credit("a").Limit));

        _rig.Beat("a", h => h with { Concurrency = 5 }, "i1");

        Assert.Equal((7, 8), (_rig.Destination("a").Concurrency, _rig.Credit("a").Limit));
    }

    [Fact]
    public void OnPresenceEnded_OneOfTwo_CountsNoMore()
    {
        _rig.Beat("a", h => h with { Concurrency = 8 }, "i1");
        _rig.Beat("a", h => h with { Concurrency = 2 }, "i2");

        _rig.EndPresence("a", PresenceEnd.Lost, "i1");

        Assert.Equal((2, 3), (_rig.Destination("a").Concurrency, _rig.Credit("a").Limit));
    }

    [Fact]
    public void OnHeartbeat_NobodyReady_KeepsTheLimitThatItWouldHave()
    {
        _rig.Beat("a", h => h with { Concurrency = 4, State = WorkerState.Draining });

        Assert.Equal((4, 5), (_rig.Destination("a").Concurrency, _rig.Credit("a").Limit));
    }

    [Theory]
    [InlineData(2, 3, 5)]
    [InlineData(2, 0, 9)] // one leaves it to the dispatcher
    [InlineData(0, 2, 9)]
    [InlineData(0, 0, 9)]
    [InlineData(100, 100, 9)]
    public void OnHeartbeat_WindowsOfTwo_LimitTogetherIfBothNameOne(int first, int second, int limit)
    {
        _rig.Beat("a", h => h with { Window = first }, "i1");
        _rig.Beat("a", h => h with { Window = second }, "i2");

        Assert.Equal(limit, _rig.Credit("a").Limit);
    }

    [Theory]
    [InlineData(null, null, 100)]
    [InlineData(30, null, 30)]
    [InlineData(null, 30, 30)]
    [InlineData(30, 70, 70)]
    [InlineData(0, null, 0)]
    public void OnHeartbeat_WeightsOfTwo_TheLargestAskedForCounts(int? first, int? second, int weight)
    {
        _rig.Beat("a", h => h with { Weight = first }, "i1");
        _rig.Beat("a", h => h with { Weight = second }, "i2");

        Assert.Equal(weight, _rig.Destination("a").Weight);
    }

    [Fact]
    public void OnHeartbeat_WeightOfADrainingInstance_DoesNotCountBesideAReadyOne()
    {
        _rig.Beat("a", h => h with { Weight = 70, State = WorkerState.Draining }, "i1");
        _rig.Beat("a", h => h with { Weight = 0 }, "i2");

        Assert.Equal(0, _rig.Destination("a").Weight);
        Assert.Empty(_rig.Eligible);
    }

    [Fact]
    public void OnHeartbeat_ListedWithWeightAndWindow_AskedWeightReplacesAndWindowStays()
    {
        var rig = GroupRig.Listed(new DestinationConfig { Name = "a", Weight = 40, Window = WindowConfig.Fixed(9) });
        Assert.Equal((40, 9), (rig.Destination("a").Weight, rig.Credit("a").Limit));

        rig.Beat("a", h => h with { Weight = 5 });
        Assert.Equal((5, 9), (rig.Destination("a").Weight, rig.Credit("a").Limit));
        rig.Beat("a");
        Assert.Equal((40, 9), (rig.Destination("a").Weight, rig.Credit("a").Limit));
    }

    [Fact]
    public void OnHeartbeat_AsManyHandlersAsTheProtocolAllows_GivesTheLargestWindow()
    {
        var rig = new GroupRig();

        rig.Beat("a", h => h with { Concurrency = 100_000 }, "i1");
        rig.Beat("a", h => h with { Concurrency = 100_000, Done = 10, BusyMs = 10 }, "i2");
        rig.Beat("a", h => h with { Concurrency = 100_000, Done = 20, BusyMs = 20 }, "i2");

        Assert.Equal(WindowConfig.Largest, rig.Credit("a").Limit);
    }
}
