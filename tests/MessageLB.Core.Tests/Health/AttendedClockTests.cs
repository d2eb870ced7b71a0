using MessageLB.Core.Health;
using Xunit;

namespace MessageLB.Core.Tests.Health;

public sealed class AttendedClockTests
{
    private readonly AttendedClock _clock = new(TimeSpan.FromMilliseconds(300));

    [Fact]
    public void New_NotMovedYet_IsZero() => Assert.Equal(TimeSpan.Zero, _clock.Now);

    [Fact]
    public void Advance_Attending_CountsTheStep()
    {
        Assert.Equal(Ms(100), Advance(100, attending: true));
        Assert.Equal(Ms(350), Advance(350, attending: true));
        Assert.Equal(Ms(350), _clock.Now);
    }

    [Fact]
    public void Advance_LongerThanOneStepMayBe_CountsOneStep()
    {
        Assert.Equal(Ms(300), Advance(300, attending: true));
        Assert.Equal(Ms(600), Advance(601, attending: true));
        Assert.Equal(Ms(900), Advance(60_000, attending: true));
        Assert.Equal(Ms(910), Advance(60_010, attending: true));
    }

    [Fact]
    public void Advance_NotAttending_CountsNothingThenNorLater()
    {
        Advance(100, attending: true);

        Assert.Equal(Ms(100), Advance(250, attending: false));
        Assert.Equal(Ms(100), Advance(9000, attending: false));
        Assert.Equal(Ms(150), Advance(9050, attending: true));
    }

    [Fact]
    public void Advance_SameInstantAgain_CountsNothing()
    {
        Advance(100, attending: true);

        Assert.Equal(Ms(100), Advance(100, attending: true));
    }

    [Fact]
    public void Advance_TimeRunsBackwards_NeverTurnsBack()
    {
        Advance(100, attending: true);

        Assert.Equal(Ms(100), Advance(50, attending: true));
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private TimeSpan Advance(int elapsed, bool attending) => _clock.Advance(Ms(elapsed), attending);
}
