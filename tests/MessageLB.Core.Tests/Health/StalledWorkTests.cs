using MessageLB.Core.Health;
using Xunit;

namespace MessageLB.Core.Tests.Health;

public sealed class StalledWorkTests
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(20);

    private readonly StalledWork _work = new(Seconds(30), 10);

    [Fact]
    public void Verdict_NothingSettledBeyondTheFloor_IsHung()
    {
        _work.See(4, 100, Fast, Start);
        _work.See(4, 100, Fast, Start + Seconds(30));
        Assert.Null(_work.Verdict());

        _work.See(3, 100, Fast, Start + Seconds(30.5));

        Assert.Equal("3 in flight, nothing settled for 30.5 s (limit 30.0 s)", _work.Verdict());
    }

    [Fact]
    public void Verdict_LongMessages_IsHungBeyondTenTimesTheirP99()
    {
        _work.See(1, 5, Seconds(6), Start);
        _work.See(1, 5, Seconds(6), Start + Seconds(60));
        Assert.Null(_work.Verdict());

        _work.See(1, 5, Seconds(6), Start + Seconds(61));

        Assert.Equal("1 in flight, nothing settled for 61.0 s (limit 60.0 s)", _work.Verdict());
    }

    [Fact]
    public void Verdict_P99NeverReported_IsNone()
    {
        _work.See(1, 0, null, Start);

        _work.See(1, 0, TimeSpan.Zero, Start + Seconds(100_000));

        Assert.Null(_work.Verdict());
    }

    [Fact]
    public void Verdict_P99ReportedEarlierOnly_HoldsTheLastOne()
    {
        _work.See(1, 5, Fast, Start);

        _work.See(1, 5, null, Start + Seconds(31));

        Assert.NotNull(_work.Verdict());
    }

    [Theory]
    [InlineData(101)]
    [InlineData(0)]
    public void See_SettledOneOrStartedAnew_EndsIt(long settled)
    {
        _work.See(4, 100, Fast, Start);
        _work.See(4, 100, Fast, Start + Seconds(40));
        Assert.NotNull(_work.Verdict());

        _work.See(4, settled, Fast, Start + Seconds(41));

        Assert.Null(_work.Verdict());
        _work.See(4, settled, Fast, Start + Seconds(71));
        Assert.Null(_work.Verdict());
    }

    [Fact]
    public void See_NothingInFlight_EndsItAndIdleTimeDoesNotCount()
    {
        _work.See(1, 100, Fast, Start);
        _work.See(1, 100, Fast, Start + Seconds(40));
        _work.See(0, 100, Fast, Start + Seconds(41));
        Assert.Null(_work.Verdict());

        _work.See(1, 100, Fast, Start + Seconds(500));
        _work.See(1, 100, Fast, Start + Seconds(530));

        Assert.Null(_work.Verdict());
        _work.See(1, 100, Fast, Start + Seconds(531));
        Assert.Equal("1 in flight, nothing settled for 31.0 s (limit 30.0 s)", _work.Verdict());
    }

    [Fact]
    public void Verdict_HugeP99_DoesNotOverflow()
    {
        _work.See(1, 5, TimeSpan.MaxValue / 2, Start);

        _work.See(1, 5, TimeSpan.MaxValue / 2, Start + TimeSpan.FromDays(1000));

        Assert.Null(_work.Verdict());
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
