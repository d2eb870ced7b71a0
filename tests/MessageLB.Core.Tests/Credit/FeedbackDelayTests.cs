using MessageLB.Core.Credit;
using Xunit;

namespace MessageLB.Core.Tests.Credit;

public sealed class FeedbackDelayTests
{
    private readonly FeedbackDelay _delay = new();

    [Fact]
    public void Add_WorkerTellsTheAge_GoesByItAndNotByTheGap()
    {
        for (var i = 0; i < 500; i++) _delay.Add(TimeSpan.FromMilliseconds(80), oldestMs: 0.5, busy: true);

        Assert.Equal(0.0005, _delay.Seconds, 6);
    }

    [Fact]
    public void Add_WorkerDoesNotTell_GoesByTheGap()
    {
        for (var i = 0; i < 500; i++) _delay.Add(TimeSpan.FromMilliseconds(80), oldestMs: null, busy: true);

        Assert.Equal(0.080, _delay.Seconds, 6);
    }

    [Fact]
    public void Add_OlderThanKnown_RisesByAFifth()
    {
        _delay.Add(TimeSpan.Zero, oldestMs: 105, busy: false);

        Assert.Equal(0.025, _delay.Seconds, 12); // 5 ms + 20 % of 100 ms
    }

    [Fact]
    public void Add_NewerThanKnown_FallsByATwentieth()
    {
        _delay.Add(TimeSpan.Zero, oldestMs: 3, busy: false);

        Assert.Equal(0.0049, _delay.Seconds, 12); // 5 ms - 5 % of 2 ms
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1e14)]
    public void Add_Absurd_IsASecondAtMost(double? oldestMs)
    {
        for (var i = 0; i < 500; i++) _delay.Add(TimeSpan.FromDays(1), oldestMs, busy: true);

        Assert.Equal(1, _delay.Seconds, 6);
    }

    [Fact]
    public void Add_IdleWorkersLongGap_SaysNothing()
    {
        _delay.Add(TimeSpan.FromSeconds(1), oldestMs: null, busy: false);

        Assert.Equal(0.005, _delay.Seconds);
    }
}
