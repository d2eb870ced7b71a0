using MessageLB.Core.Limits;
using Xunit;

namespace MessageLB.Core.Tests.Limits;

public sealed class PaceTests
{
    [Fact]
    public void DueIn_ManyWait_LetsOneGoEachIntervalExactly()
    {
        var pace = new Pace(100);
        var now = TimeSpan.FromSeconds(5);
        var went = new List<TimeSpan>();

        while (went.Count < 4)
        {
            now += pace.DueIn(now);
            pace.Take(now);
            went.Add(now);
        }

        Assert.Equal([5000, 5010, 5020, 5030], went.Select(time => time.TotalMilliseconds));
    }

    [Fact]
    public void Take_LookedTooLate_LetsTheOverdueGoTogetherAndKeepsTheRate()
    {
        var pace = new Pace(1000);
        pace.Take(TimeSpan.Zero);
        Assert.Equal(1, pace.DueIn(TimeSpan.Zero).TotalMilliseconds);

        // Looked 16 ms later, as coarse timers do: 16 are due.
        Assert.Equal(16, TakeAll(pace, TimeSpan.FromMilliseconds(16)));
        Assert.Equal(1, pace.DueIn(TimeSpan.FromMilliseconds(16)).TotalMilliseconds);
    }

    [Fact]
    public void Take_NobodyWaited_SavesNothingUp()
    {
        var pace = new Pace(1000);
        pace.Take(TimeSpan.Zero);

        Assert.Equal(1, TakeAll(pace, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Take_WaitedMuchTooLong_CatchesUpFor50Milliseconds()
    {
        var pace = new Pace(1000);
        pace.Take(TimeSpan.Zero);
        pace.DueIn(TimeSpan.Zero);

        Assert.Equal(51, TakeAll(pace, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Rest_WhoWaitedIsGone_TheNextHasNotWaited()
    {
        var pace = new Pace(1000);
        pace.Take(TimeSpan.Zero);
        pace.DueIn(TimeSpan.Zero);

        pace.Rest();

        Assert.False(pace.IsWaitedFor);
        Assert.Equal(1, TakeAll(pace, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void DueIn_AThirdOfASecond_AddsUpToFullSeconds()
    {
        var pace = new Pace(3);
        var now = TimeSpan.Zero;

        for (var i = 0; i < 3_000_000; i++)
        {
            now += pace.DueIn(now);
            pace.Take(now);
        }

        Assert.Equal(1_000_000, now.TotalSeconds + (1.0 / 3), 0.001);
    }

    private static int TakeAll(Pace pace, TimeSpan now)
    {
        var taken = 0;
        for (; pace.DueIn(now) == TimeSpan.Zero; taken++) pace.Take(now);
        return taken;
    }
}
