using MessageLB.Core.Groups;
using MessageLB.Core.Performance;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

/// <summary>Throughput, service time, errors and availability over sliding windows.</summary>
public sealed class PerformanceInGroupTests
{
    private readonly GroupRig _rig = new();
    private readonly Dictionary<string, (long Done, long Failed, double BusyMs)> _workers = [];

    [Fact]
    public void Performance_BeforeTheFirstTick_HasNoWindows()
    {
        _rig.Beat("a");

        Assert.Empty(Assert.Single(_rig.Updater.Books().Read().Destinations).Windows);
    }

    [Fact]
    public void Performance_SteadyWork_IsTheSameInEachWindow()
    {
        Work(seconds: 90, "a", done: 10, failed: 0, serviceMs: 5);

        var (minute, fiveMinutes, hour) = Windows("a");

        Assert.Equal((60, 90, 90), (minute.Figures.Over.TotalSeconds, fiveMinutes.Figures.Over.TotalSeconds, hour.Figures.Over.TotalSeconds));
        foreach (var window in (WindowPerformance[])[minute, fiveMinutes, hour])
        {
            Assert.Equal((10, 0, 1), (window.Throughput.Value, window.ErrorRate.Value, window.Availability.Value));
            Assert.Equal(0.005, window.ServiceSeconds.Value!.Value, 1e-9);
            Assert.False(window.Throughput.HasTrend || window.Throughput.IsAnomalous || window.ServiceSeconds.HasTrend || window.ServiceSeconds.IsAnomalous);
        }
    }

    [Fact]
    public void Performance_Failures_AreAPartOfWhatWasSettled()
    {
        Work(seconds: 60, "a", done: 6, failed: 2, serviceMs: 5);

        Assert.Equal((8, 0.25), (Windows("a").Minute.Throughput.Value, Windows("a").Minute.ErrorRate.Value));
    }

    [Fact]
    public void Performance_LostForHalfOfTheTime_IsAvailableForTheOtherHalf()
    {
        Work(seconds: 60, "a", done: 10, failed: 0, serviceMs: 5);
        _rig.EndPresence("a", PresenceEnd.Lost);
        Idle(seconds: 30);

        var minute = Windows("a").Minute;

        Assert.Equal((0.5, 5), (minute.Availability.Value, minute.Throughput.Value));
        Assert.Equal(0.5, _rig.Updater.Books().Read().Windows[0].Availability.Value);
    }

    [Fact]
    public void Performance_SlowsDownBitByBit_HasATrend()
    {
        for (var i = 0; i < 14; i++) Work(seconds: 5, "a", done: 10, failed: 0, serviceMs: 5 + i);

        var service = Windows("a").Minute.ServiceSeconds;

        Assert.True(service.HasTrend);
        // A millisecond more every five seconds.
        Assert.Equal(0.012, service.TrendPerMinute, 1e-9);
    }

    [Fact]
    public void Performance_SlowsDownAtOnce_IsAnomalous()
    {
        Work(seconds: 61, "a", done: 10, failed: 0, serviceMs: 5);
        Assert.False(Windows("a").Minute.ServiceSeconds.IsAnomalous);

        Work(seconds: 10, "a", done: 10, failed: 0, serviceMs: 20);

        var minute = Windows("a").Minute;
        Assert.True(minute.ServiceSeconds.IsAnomalous);
        Assert.False(minute.Throughput.IsAnomalous);
    }

    [Fact]
    public void Performance_OfTheGroup_KeepsWhatForgottenDestinationsDid()
    {
        Work(seconds: 5, "a", done: 100, failed: 0, serviceMs: 5);
        _rig.EndPresence("a", PresenceEnd.Lost);
        _rig.Pass(GroupUpdater.ForgetAfter + TimeSpan.FromSeconds(1));
        _rig.Beat("b");
        Idle(seconds: 2);

        var group = _rig.Updater.Books().Read();

        Assert.Equal(["b"], group.Destinations.Select(d => d.Destination));
        Assert.Equal(500, group.Windows[2].Figures.Counted.Done);
    }

    [Fact]
    public void Books_TakenBeforeMoreIsDone_TellWhatWasThen()
    {
        Work(seconds: 5, "a", done: 100, failed: 0, serviceMs: 5);
        var books = _rig.Updater.Books();
        var before = books.Read();

        Work(seconds: 5, "a", done: 70, failed: 30, serviceMs: 50);

        Assert.Equal(before.Windows[0].Figures, books.Read().Windows[0].Figures);
        Assert.NotEqual(before.Windows[0].Figures, _rig.Updater.Books().Read().Windows[0].Figures);
    }

    private (WindowPerformance Minute, WindowPerformance FiveMinutes, WindowPerformance Hour) Windows(string destination)
    {
        var windows = _rig.Updater.Books().Read().Destinations.Single(d => d.Destination == destination).Windows;
        Assert.Equal([1.0, 5, 60], windows.Select(w => w.Window.TotalMinutes));
        return (windows[0], windows[1], windows[2]);
    }

    private void Work(int seconds, string destination, int done, int failed, double serviceMs)
    {
        if (!_workers.ContainsKey(destination))
        {
            // The books begin with the first tick.
            _rig.Beat(destination);
            _rig.Tick();
        }

        for (var i = 0; i < seconds; i++)
        {
            _rig.Pass(1);
            var before = _workers.GetValueOrDefault(destination);
            var after = _workers[destination] = (before.Done + done, before.Failed + failed, before.BusyMs + ((done + failed) * serviceMs));
            _rig.Beat(destination, h => h with { Done = after.Done, Failed = after.Failed, BusyMs = after.BusyMs });
            _rig.Tick();
        }
    }

    private void Idle(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            _rig.Pass(1);
            _rig.Tick();
        }
    }
}
