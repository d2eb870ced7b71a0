using MessageLB.Core.Health;
using Xunit;

namespace MessageLB.Core.Tests.Health;

public sealed class SlowStartTests
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(5);

    [Fact]
    public void Factor_NeverBegun_IsAll()
    {
        var ramp = new SlowStart(Seconds(30), 0.1);

        Assert.Equal((1, true), (ramp.Factor(TimeSpan.Zero), ramp.IsOver(TimeSpan.Zero)));
    }

    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(3, 0.1)]
    [InlineData(6, 0.2)]
    [InlineData(15, 0.5)]
    [InlineData(27, 0.9)]
    [InlineData(30, 1)]
    [InlineData(3000, 1)]
    public void Factor_Defaults_GrowsEvenlyFromATenth(double seconds, double expected)
    {
        var ramp = new SlowStart(SlowStart.DefaultDuration, SlowStart.DefaultFrom);

        ramp.Begin(Start);

        Assert.Equal(expected, ramp.Factor(Start + Seconds(seconds)), 1e-12);
        Assert.Equal(expected >= 1, ramp.IsOver(Start + Seconds(seconds)));
    }

    [Theory]
    [InlineData(2, 7.5, 0.5)]
    [InlineData(0.5, 15, 0.25)]
    [InlineData(0.5, 6, 0.1)]
    public void Factor_Aggression_BendsTheCurve(double aggression, double seconds, double expected)
    {
        var ramp = new SlowStart(Seconds(30), 0.1, aggression);

        ramp.Begin(Start);

        Assert.Equal(expected, ramp.Factor(Start + Seconds(seconds)), 1e-12);
    }

    [Fact]
    public void Begin_Again_BeginsAnew()
    {
        var ramp = new SlowStart(Seconds(30), 0.1);
        ramp.Begin(Start);

        ramp.Begin(Start + Seconds(29));

        Assert.Equal(0.1, ramp.Factor(Start + Seconds(30)));
        Assert.False(ramp.IsOver(Start + Seconds(58.9)));
        Assert.True(ramp.IsOver(Start + Seconds(59)));
    }

    [Fact]
    public void Begin_NoDuration_IsOverAtOnce()
    {
        var ramp = new SlowStart(TimeSpan.Zero, 0.1);

        ramp.Begin(Start);

        Assert.Equal((1, true), (ramp.Factor(Start), ramp.IsOver(Start)));
    }

    [Fact]
    public void Factor_AnyShape_NeverFallsAndStaysWithinItsBounds()
    {
        var random = new Random(3);
        for (var round = 0; round < 200; round++)
        {
            var from = 0.001 + (random.NextDouble() * 0.999);
            var ramp = new SlowStart(Seconds(1 + random.Next(100)), from, 0.1 + (random.NextDouble() * 5));
            ramp.Begin(Start);
            var last = from;
            for (var now = Start; !ramp.IsOver(now); now += Seconds(0.7))
            {
                var factor = ramp.Factor(now);
                Assert.InRange(factor, last, 1);
                last = factor;
            }
        }
    }

    [Theory]
    [InlineData(-1, 0.1, 1)]
    [InlineData(30, 0, 1)]
    [InlineData(30, 1.1, 1)]
    [InlineData(30, 0.1, 0)]
    public void SlowStart_OutOfRange_Throws(double duration, double from, double aggression) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SlowStart(Seconds(duration), from, aggression));

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
