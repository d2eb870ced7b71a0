using MessageLB.Core.Health;
using Xunit;

namespace MessageLB.Core.Tests.Health;

public sealed class HearingTests
{
    private readonly Hearing _hearing = new(Ms(300), patience: Ms(750), settling: Ms(1250));
    private int _now;

    [Fact]
    public void Advance_NeverHeardItself_Counts()
    {
        Assert.Equal(10_000, Counted(10_000));
        Assert.False(_hearing.IsDeaf);
    }

    [Fact]
    public void Advance_HearsItselfOften_Counts()
    {
        var counted = 0;
        for (var beat = 0; beat < 20; beat++)
        {
            _hearing.Hear();
            counted += Counted(500);
        }

        Assert.Equal(10_000, counted);
    }

    [Fact]
    public void Advance_NothingComesBack_CountsThePatienceOnly()
    {
        _hearing.Hear();

        Assert.Equal(700, Counted(10_000));
        Assert.True(_hearing.IsDeaf);
    }

    [Fact]
    public void Advance_HearsAgain_CountsAfterTheWorkersHadTimeToSpeak()
    {
        _hearing.Hear();
        Counted(2000);

        _hearing.Hear();

        Assert.False(_hearing.IsDeaf);
        Assert.Equal(0, Counted(700));
        _hearing.Hear();
        Assert.Equal(0, Counted(600));
        Assert.Equal(100, Counted(100));
    }

    [Fact]
    public void Advance_DeafAgainWhileSettling_SettlesAnew()
    {
        _hearing.Hear();
        Counted(2000);
        _hearing.Hear();
        Counted(1000);

        _hearing.Hear();

        Assert.Equal(0, Counted(700));
        _hearing.Hear();
        Assert.Equal(0, Counted(600));
        Assert.Equal(100, Counted(100));
    }

    [Fact]
    public void Advance_DispatcherDidNotRun_IsNoSilence()
    {
        _hearing.Hear();

        Assert.True(_hearing.Advance(Ms(60_000)));
        Assert.False(_hearing.IsDeaf);
    }

    [Fact]
    public void Reset_WasDeaf_SettlesAndThenCountsWithoutAnEcho()
    {
        _hearing.Hear();
        Counted(2000);

        _hearing.Reset();

        Assert.Equal(0, Counted(1300));
        Assert.Equal(5000, Counted(5000));
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    /// <summary>Goes on in ticks, and returns how many milliseconds counted.</summary>
    private int Counted(int milliseconds)
    {
        var counted = 0;
        for (var end = _now + milliseconds; _now < end;)
        {
            _now += 100;
            if (_hearing.Advance(Ms(_now))) counted += 100;
        }

        return counted;
    }
}
