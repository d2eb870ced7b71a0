using MessageLB.Testing;
using MessageLB.Worker.Heartbeats;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker.Heartbeats;

public sealed class TimerHeartbeatTickerTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Tick_WithADelay_ComesWhenTheClockGetsThere()
    {
        var ticks = new List<TimeSpan>();
        using var ticker = new TimerHeartbeatTicker(_time);
        ticker.Start(() =>
        {
            ticks.Add(_time.Elapsed);
            return TimeSpan.FromMilliseconds(10);
        });

        _time.Advance(TimeSpan.FromMilliseconds(25));

        Assert.Equal([0.0, 10.0, 20.0], ticks.Select(t => t.TotalMilliseconds));
    }

    [Fact]
    public void Wake_DuringATick_RepeatsItAfterwards()
    {
        var (ticks, depth, deepest) = (0, 0, 0);
        using var ticker = new TimerHeartbeatTicker(_time);

        ticker.Start(() =>
        {
            deepest = Math.Max(deepest, ++depth);
            if (++ticks == 1) ticker.Wake();
            depth--;
            return Timeout.InfiniteTimeSpan;
        });

        Assert.Equal((2, 1), (ticks, deepest));
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public void Dispose_ArmedTimer_NeverTicksAgain()
    {
        var ticks = 0;
        var ticker = new TimerHeartbeatTicker(_time);
        ticker.Start(() =>
        {
            ticks++;
            return TimeSpan.FromMilliseconds(1);
        });

        ticker.Dispose();
        _time.Advance(TimeSpan.FromSeconds(1));
        ticker.Wake();

        Assert.Equal(1, ticks);
    }
}
