using MessageLB.CommandLine.Commands.Bench;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class PreciseTimerTests
{
    private static readonly TimeProvider Time = TimeProvider.System;

    [Fact]
    public async Task WaitUntil_Times_WakesInTheirOrderAndNoneTooEarly()
    {
        using var timer = new PreciseTimer(Time);
        var start = Time.GetTimestamp();
        var woken = new List<(int Number, bool InTime)>();
        async Task WaitAsync(int number, double ms)
        {
            var due = start + (long)(ms / 1000 * Time.TimestampFrequency);
            await timer.WaitUntilAsync(due);
            lock (woken) woken.Add((number, Time.GetTimestamp() >= due));
        }

        await Task.WhenAll(WaitAsync(2, 61), WaitAsync(0, 60.2), WaitAsync(1, 60.5)).WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal([(0, true), (1, true), (2, true)], woken);
    }

    [Fact]
    public void WaitUntil_Past_IsCompletedAtOnce()
    {
        using var timer = new PreciseTimer(Time);

        Assert.True(timer.WaitUntilAsync(Time.GetTimestamp()).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Dispose_Waiting_IsCancelled()
    {
        var timer = new PreciseTimer(Time);
        var waiting = timer.WaitUntilAsync(Time.GetTimestamp() + (Time.TimestampFrequency * 3600));

        timer.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Throws<ObjectDisposedException>(() => { _ = timer.WaitUntilAsync(long.MaxValue); });
    }

    [Fact]
    public async Task TimedWork_ManyOneAfterAnother_TakeExactlyTheirSum()
    {
        using var timer = new PreciseTimer(Time);
        var work = new TimedWork(2, timer, Time);
        var start = Time.GetTimestamp();
        for (var i = 0; i < 100; i++) await work.DoAsync(TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken);

        // Each is a little late and the next one shorter by that: what is left is the lateness of the last.
        var elapsed = Time.GetElapsedTime(start);
        Assert.True(elapsed >= TimeSpan.FromMilliseconds(50), $"took {elapsed.TotalMilliseconds} ms");
    }

    [Fact]
    public async Task TimedWork_Cancelled_EndsAtOnce()
    {
        using var timer = new PreciseTimer(Time);
        using var cancelled = new CancellationTokenSource();
        var working = new TimedWork(1, timer, Time).DoAsync(TimeSpan.FromHours(1), cancelled.Token).AsTask();

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => working);
    }
}
