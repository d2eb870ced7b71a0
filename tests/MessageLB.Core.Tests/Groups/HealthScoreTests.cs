using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using MessageLB.Core.Tests.Routing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

/// <summary>What picks see of health, failures, age of reports and cost.</summary>
public sealed class HealthScoreTests
{
    private readonly GroupRig _rig = new();

    [Fact]
    public void HealthScore_HeartbeatsWithoutFailures_IsOne()
    {
        _rig.Beat("a");
        _rig.Pass(1);
        _rig.Beat("a", h => h with { Done = 500, BusyMs = 100 });
        _rig.Tick();

        Assert.Equal(1, _rig.Destination("a").HealthScore);
    }

    [Fact]
    public void HealthScore_Failures_IsTheShareOfSuccessesAndFadesBack()
    {
        _rig.Beat("a");
        _rig.Pass(1);
        _rig.Beat("a", h => h with { Done = 10, Failed = 15, BusyMs = 100 });
        Assert.Equal(0.5, _rig.Destination("a").HealthScore);

        for (var second = 0; second < 10; second++)
        {
            _rig.Pass(1);
            _rig.Beat("a", h => h with { Done = 10, Failed = 15, BusyMs = 100 });
        }

        var left = Math.Exp(-1);
        Assert.Equal((5 + (10 * left)) / (5 + (25 * left)), _rig.Destination("a").HealthScore, 1e-9);
    }

    [Fact]
    public void HealthScore_HeartbeatMissed_FallsToTheEndOfTheLease()
    {
        _rig.Beat("a");
        _rig.Pass(1.3);
        _rig.Tick();
        Assert.Equal(1, _rig.Destination("a").HealthScore);

        _rig.Pass(0.75);
        _rig.Tick();

        Assert.Equal(0.25, _rig.Destination("a").HealthScore, 1e-9);
    }

    [Fact]
    public void HealthScore_OneOfTwoInstancesIsSilent_IsOne()
    {
        _rig.Beat("a", instance: "i1");
        _rig.Beat("a", instance: "i2");
        _rig.Pass(1);
        _rig.Beat("a", instance: "i2");
        _rig.Pass(1);
        _rig.Tick();

        Assert.Equal(1, _rig.Destination("a").HealthScore);
    }

    [Fact]
    public void HealthScore_JudgedByItsQueue_IsOneAndItsReportsAreNeverOld()
    {
        var rig = GroupRig.Listed(new DestinationConfig { Name = "a" });
        rig.Look("a", new QueueDepth(0, 1));
        rig.Pass(60);
        rig.Tick();

        Assert.Equal((1, false), (rig.Destination("a").HealthScore, rig.Destination("a").IsReportOld));
    }

    [Theory]
    [InlineData(1000, 1.5, 1.6)]
    [InlineData(100, 1.0, 1.1)]
    [InlineData(10_000, 15.0, 15.1)]
    public void IsReportOld_AnyInterval_IsASecondOrOneAndAHalfIntervals(int interval, double notYet, double then)
    {
        _rig.Beat("a", h => h with { IntervalMs = interval });
        _rig.Pass(notYet);
        _rig.Tick();
        Assert.False(_rig.Destination("a").IsReportOld);

        _rig.Pass(then - notYet);
        _rig.Tick();
        Assert.True(_rig.Destination("a").IsReportOld);

        _rig.Beat("a", h => h with { IntervalMs = interval });
        Assert.False(_rig.Destination("a").IsReportOld);
    }

    [Fact]
    public void ServiceSeconds_FailsFast_IsRankedAsSlowerThanItsPeers()
    {
        Report("good", done: 100, failed: 0, milliseconds: 20);
        Report("other", done: 100, failed: 0, milliseconds: 20);
        Report("broken", done: 0, failed: 95, milliseconds: 0.1);
        _rig.Tick();

        // Five successes are granted: a share of one in twenty, ((0.1 ms × 0.05) + (20 ms × 0.95)) ÷ 0.05.
        Assert.Equal(0.3801, _rig.Destination("broken").ServiceSeconds, 1e-6);
        Assert.Equal(0.020, _rig.Destination("good").ServiceSeconds, 1e-9);
        Assert.Equal(0.0001, _rig.View("broken").ServiceSeconds, 1e-9);
    }

    [Fact]
    public void Pick_ByResponseTimeWithOneThatFailsFast_SendsItNothing()
    {
        Report("good", done: 100, failed: 0, milliseconds: 20);
        Report("broken", done: 0, failed: 95, milliseconds: 0.1);
        _rig.Tick();
        using var picker = Fleet.Picker(new ResponseTimePolicy());

        for (var i = 0; i < 20; i++)
        {
            var picked = picker.Pick(_rig.State.Snapshot);
            Assert.Equal("good", picked?.Name);
            picked?.Credit.Return(1);
        }
    }

    [Fact]
    public void Cost_ListedAndAskedFor_IsTheLargestThatInstancesAskForOrAsListed()
    {
        var rig = GroupRig.Listed(new DestinationConfig { Name = "a", Cost = 3 }, new DestinationConfig { Name = "b" });
        rig.Beat("a");
        rig.Beat("b");
        var version = rig.State.Snapshot.Version;
        Assert.Equal((3, 1), (rig.Destination("a").Cost, rig.Destination("b").Cost));

        rig.Beat("a", h => h with { Cost = 0.5 }, "i1");
        rig.Beat("a", h => h with { Cost = 1 }, "i2");

        Assert.Equal((1, 1), (rig.Destination("a").Cost, rig.Destination("b").Cost));
        Assert.True(rig.State.Snapshot.Version > version);
    }

    private void Report(string destination, long done, long failed, double milliseconds)
    {
        _rig.Beat(destination);
        _rig.Beat(destination, h => h with { Done = done, Failed = failed, BusyMs = (done + failed) * milliseconds });
    }
}
