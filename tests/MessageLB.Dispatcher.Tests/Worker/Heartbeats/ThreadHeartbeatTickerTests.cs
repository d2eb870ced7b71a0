using MessageLB.Testing;
using MessageLB.Worker.Heartbeats;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker.Heartbeats;

public sealed class ThreadHeartbeatTickerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tick_WithADelay_ComesAgainOnAThreadOfItsOwn()
    {
        var ticks = new Recorder<(string? Name, bool Pool)>("ticks");
        using var ticker = new ThreadHeartbeatTicker("beat orders/a");

        ticker.Start(() =>
        {
            ticks.Add((Thread.CurrentThread.Name, Thread.CurrentThread.IsThreadPoolThread));
            return TimeSpan.FromMilliseconds(1);
        });

        Assert.All(await ticks.TakeAsync(3, Token), tick => Assert.Equal(("beat orders/a", false), tick));
    }

    [Fact]
    public async Task Wake_WhileWaitingForEver_TicksOnceMore()
    {
        var ticks = new Recorder<int>("ticks");
        using var ticker = new ThreadHeartbeatTicker("beat");
        ticker.Start(() =>
        {
            ticks.Add(1);
            return Timeout.InfiniteTimeSpan;
        });
        await ticks.TakeAsync(1, Token);

        ticker.Wake();

        await ticks.TakeAsync(2, Token);
        ticker.Dispose();
        Assert.Equal(2, ticks.Count);
    }

    [Fact]
    public async Task Wake_DuringATick_IsNotLost()
    {
        var ticks = new Recorder<int>("ticks");
        using var ticker = new ThreadHeartbeatTicker("beat");

        ticker.Start(() =>
        {
            if (ticks.Count == 0) ticker.Wake();
            ticks.Add(1);
            return Timeout.InfiniteTimeSpan;
        });

        await ticks.TakeAsync(2, Token);
    }

    [Fact]
    public void Wake_AfterDisposal_DoesNothing()
    {
        var ticks = new Recorder<int>("ticks");
        var ticker = new ThreadHeartbeatTicker("beat");
        ticker.Start(() =>
        {
            ticks.Add(1);
            return Timeout.InfiniteTimeSpan;
        });

        ticker.Dispose();
        var before = ticks.Count;
        ticker.Wake();

        Assert.Equal(before, ticks.Count);
    }
}
