using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

/// <summary>The window <c>auto</c> as service time and feedback are learnt.</summary>
public sealed class WindowOverTimeTests
{
    private readonly GroupRig _rig = new();

    [Fact]
    public void OnHeartbeat_ServiceTimeMeasured_SizesTheWindow()
    {
        _rig.Beat("a");
        Assert.Equal(8, _rig.Credit("a").Limit); // nothing measured: twice the concurrency

        _rig.Pass(0.005);
        _rig.Beat("a", h => h with { Done = 10, BusyMs = 500 });

        // 50 ms each, four at a time, a loop of 5 ms: 0.4 completions in a loop, three deviations of 0.63, and 0.5 for the choice.
        Assert.Equal(0.05, _rig.Destination("a").ServiceSeconds, 12);
        Assert.Equal(7, _rig.Credit("a").Limit);
    }

    [Fact]
    public void Tick_HandOverTime_IsPartOfTheLoop()
    {
        _rig.Beat("a");
        _rig.Pass(0.005);
        _rig.Beat("a", h => h with { Done = 10, BusyMs = 10 });
        Assert.Equal(38, _rig.Credit("a").Limit); // 4 + 20 completions in 5 ms + 3 × √20 + 0.5

        _rig.Updater.Tick(_rig.Now, handOverSeconds: 0.010, []);

        Assert.Equal(88, _rig.Credit("a").Limit); // 4 + 60 completions in 15 ms + 3 × √60 + 0.5
    }

    [Fact]
    public void OnHeartbeat_RareReportsUnderLoad_WidenTheWindow()
    {
        _rig.Beat("a");
        for (var i = 1; i <= 100; i++)
        {
            _rig.Pass(0.05);
            _rig.Beat("a", h => h with { Done = i * 50, BusyMs = i * 50, InFlight = 4 });
        }

        Assert.Equal(243, _rig.Credit("a").Limit); // 4 + 200 completions in 50 ms + 3 × √200 + 0.5, less the 4 of others that are there
    }

    [Fact]
    public void OnHeartbeat_RareReportsWithoutLoad_SayNothing()
    {
        _rig.Beat("a");
        for (var i = 1; i <= 100; i++)
        {
            _rig.Pass(1);
            _rig.Beat("a", h => h with { Done = i, BusyMs = i, InFlight = 0 });
        }

        Assert.Equal(38, _rig.Credit("a").Limit); // still the 5 ms of the beginning
    }

    [Fact]
    public void Tick_LongIdleTime_LowersTheRankAndNotTheWindow()
    {
        _rig.Beat("a");
        _rig.Pass(0.005);
        _rig.Beat("a", h => h with { Done = 10, BusyMs = 500 });
        for (var i = 0; i < 600; i++)
        {
            _rig.Pass(1);
            _rig.Beat("a", h => h with { Done = 10, BusyMs = 500 });
            _rig.Tick();
        }

        // A burst after the pause must find the window of the measured worker, not that of an infinitely fast one.
        Assert.Equal(7, _rig.Credit("a").Limit);
        Assert.Equal(0.05, _rig.View("a").ServiceSeconds, 12);
        Assert.InRange(_rig.Destination("a").ServiceSeconds, double.Epsilon, 0.05 / 1000);
    }

    [Fact]
    public void Tick_WhileInFlight_HopesForNothing()
    {
        _rig.Beat("a");
        _rig.Pass(0.005);
        _rig.Beat("a", h => h with { Done = 10, BusyMs = 500 });
        _rig.Take("a", 1);
        for (var i = 0; i < 60; i++)
        {
            _rig.Pass(1);
            _rig.Beat("a", h => h with { Done = 10, BusyMs = 500 });
            _rig.Tick();
        }

        Assert.InRange(_rig.Destination("a").ServiceSeconds, 0.05, 86_400);
    }

    [Fact]
    public void OnHeartbeat_AbsurdBusyTime_StaysWithinADay()
    {
        _rig.Beat("a");
        _rig.Pass(1);

        _rig.Beat("a", h => h with { Done = 1, BusyMs = 1e14 });

        Assert.Equal(86_400, _rig.View("a").ServiceSeconds);
        Assert.InRange(_rig.Credit("a").Limit, 1, WindowConfig.Largest);
    }
}
