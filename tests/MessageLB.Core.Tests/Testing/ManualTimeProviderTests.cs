using MessageLB.Testing;
using Xunit;

namespace MessageLB.Core.Tests.Testing;

/// <summary>The clock that other tests trust.</summary>
public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Advance_SeveralTimersDue_FireInOrderEachAtItsTime()
    {
        var fired = new List<(string Name, TimeSpan At)>();
        foreach (var (name, due) in new[] { ("c", 30), ("a", 10), ("b", 20), ("late", 41) })
        {
            _time.CreateTimer(_ => fired.Add((name, _time.Elapsed)), null, TimeSpan.FromMilliseconds(due), Timeout.InfiniteTimeSpan);
        }

        _time.Advance(TimeSpan.FromMilliseconds(40));

        Assert.Equal([("a", Ms(10)), ("b", Ms(20)), ("c", Ms(30))], fired);
        Assert.Equal((Ms(40), Ms(1), 1), (_time.Elapsed, _time.NextDue, _time.Timers));
    }

    [Fact]
    public void Advance_PeriodicTimer_FiresEveryPeriod()
    {
        var fired = new List<TimeSpan>();
        var timer = _time.CreateTimer(_ => fired.Add(_time.Elapsed), null, Ms(5), Ms(10));

        _time.Advance(Ms(30));
        timer.Dispose();
        _time.Advance(Ms(30));

        Assert.Equal([Ms(5), Ms(15), Ms(25)], fired);
    }

    [Fact]
    public void Advance_CallbackArmsAnotherWithinTheSpan_FiresToo()
    {
        var fired = new List<TimeSpan>();
        _time.CreateTimer(
            _ => _time.CreateTimer(_ => fired.Add(_time.Elapsed), null, Ms(7), Timeout.InfiniteTimeSpan), null, Ms(10), Timeout.InfiniteTimeSpan);

        _time.Advance(Ms(20));

        Assert.Equal([Ms(17)], fired);
    }

    [Fact]
    public void Advance_CallbackDisposesItsPeriodicTimer_FiresOnce()
    {
        var fired = 0;
        ITimer? timer = null;
        timer = _time.CreateTimer(
            _ =>
            {
                fired++;
                timer!.Dispose();
            },
            null,
            Ms(1),
            Ms(1));

        _time.Advance(Ms(10));

        Assert.Equal((1, 0), (fired, _time.Timers));
        Assert.False(timer.Change(Ms(1), Ms(1)));
    }

    [Fact]
    public void Advance_CallbackAdvancesFurther_TimeDoesNotGoBack()
    {
        _time.CreateTimer(_ => _time.Advance(Ms(50)), null, Ms(10), Timeout.InfiniteTimeSpan);

        _time.Advance(Ms(20));

        Assert.Equal(Ms(60), _time.Elapsed);
    }

    [Fact]
    public void Timer_WithoutDelay_FiresAtAnAdvanceOfZero()
    {
        var fired = false;
        _time.CreateTimer(_ => fired = true, null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        var before = fired;

        _time.Advance(TimeSpan.Zero);

        Assert.Equal((false, true), (before, fired));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9_999_999)]
    [InlineData(TimeSpan.TicksPerDay * 365 + 1)]
    public void Timestamps_AreNoTicksButConvertExactly(long ticks)
    {
        var start = _time.GetTimestamp();
        var wall = _time.GetUtcNow();

        _time.Advance(new TimeSpan(ticks));

        Assert.NotEqual(ticks, _time.GetTimestamp() - start);
        Assert.Equal(new TimeSpan(ticks), _time.GetElapsedTime(start));
        Assert.Equal(new TimeSpan(ticks), _time.GetUtcNow() - wall);
    }

    [Fact]
    public async Task WaitForTimers_ArmedLater_Completes()
    {
        var waiting = _time.WaitForTimersAsync(2, Token);
        var delays = new[] { Task.Delay(Ms(5), _time, Token), Task.Delay(Ms(5), _time, Token) };

        await waiting;
        _time.Advance(Ms(5));

        await Task.WhenAll(delays);
    }

    [Fact]
    public async Task WaitForArmings_LoopComesRound_Completes()
    {
        var rounds = 0;
        var loop = RunAsync();

        for (var i = 1; i <= 5; i++)
        {
            await _time.WaitForArmingsAsync(i, Token);
            _time.Advance(Ms(10));
        }

        await loop;
        Assert.Equal(5, rounds);

        async Task RunAsync()
        {
            for (; rounds < 5; rounds++) await Task.Delay(Ms(10), _time, Token);
        }
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
