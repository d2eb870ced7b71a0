using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Core.Tests.Configuration;

public sealed class DurationTests
{
    [Theory]
    [InlineData("15s", 15_000)]
    [InlineData("250ms", 250)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1m 30s", 90_000)]
    [InlineData(" 2 h ", 7_200_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("0.5m", 30_000)]
    [InlineData("2min", 120_000)]
    [InlineData("1d2h3m4s5ms", 93_784_005)]
    [InlineData("0s", 0)]
    public void TryParse_NumberWithUnit_IsThatTime(string text, long milliseconds)
    {
        Assert.True(Duration.TryParse(text, out var value, out var problem), problem);
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), value);
    }

    [Theory]
    [InlineData("100us", 1_000)]
    [InlineData("100µs", 1_000)]
    [InlineData("0.1us", 1)]
    public void TryParse_Microseconds_AreExactToATick(string text, long ticks)
    {
        Assert.True(Duration.TryParse(text, out var value, out _));
        Assert.Equal(new TimeSpan(ticks), value);
    }

    [Theory]
    [InlineData("15")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("s")]
    [InlineData("15S")]
    [InlineData("-5s")]
    [InlineData("+5s")]
    [InlineData("1.2.3s")]
    [InlineData("1e3s")]
    [InlineData("00:00:15")]
    [InlineData("15 seconds or so")]
    [InlineData("1m30")]
    [InlineData("NaN")]
    [InlineData("１５s")]
    public void TryParse_NoDuration_HintsAtTheForm(string? text)
    {
        Assert.False(Duration.TryParse(text, out var value, out var problem));
        Assert.Equal("is not a duration: write a number with a unit, such as 15s, 250ms or 1m30s", problem);
        Assert.Equal(TimeSpan.Zero, value);
    }

    [Theory]
    [InlineData("30s1m")]
    [InlineData("1s1s")]
    public void TryParse_UnitsOutOfOrder_AsksForTheLargerFirst(string text)
    {
        Assert.False(Duration.TryParse(text, out _, out var problem));
        Assert.Equal("is not a duration: write each unit once and the larger ones first, such as 1m30s", problem);
    }

    [Theory]
    [InlineData("10675200d")]
    [InlineData("10675199d23h")]
    [InlineData("79228162514264337593543950335d")]
    public void TryParse_BeyondTimeSpan_IsTooLong(string text)
    {
        Assert.False(Duration.TryParse(text, out _, out var problem));
        Assert.Equal("is too long: the longest duration is 10675199d", problem);
    }

    [Fact]
    public void TryParse_BelowATick_IsTooFine()
    {
        Assert.False(Duration.TryParse("0.01us", out _, out var problem));
        Assert.Equal("is finer than 0.1us, the smallest step of time here", problem);
    }

    [Theory]
    [InlineData(0, "0s", "0 s")]
    [InlineData(-250, "-250ms", "-250 ms")]
    [InlineData(250, "250ms", "250 ms")]
    [InlineData(2_500, "2.5s", "2.5 s")]
    [InlineData(33_000, "33s", "33 s")]
    [InlineData(90_000, "1m30s", "1 min 30 s")]
    [InlineData(7_200_000, "2h", "2 h")]
    [InlineData(93_784_005, "1d2h3m4.005s", "1 d 2 h 3 min 4.005 s")]
    public void Format_Time_IsShortAndReadable(long milliseconds, string written, string described)
    {
        var value = TimeSpan.FromMilliseconds(milliseconds);

        Assert.Equal(written, Duration.Format(value));
        Assert.Equal(described, Duration.Describe(value));
    }

    [Fact]
    public void Format_AnyTime_ReadsBackTheSame()
    {
        var times = ArbMap.Default.ArbFor<long>().Generator.Select(ticks => new TimeSpan(ticks & long.MaxValue));
        // Uniform ticks are nearly all centuries; scaled down they cover every unit.
        var scaled = from time in times from shift in Gen.Choose(0, 62) select new TimeSpan(time.Ticks >> shift);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(scaled.ToArbitrary(), time =>
            Duration.TryParse(Duration.Format(time), out var written, out _) && written == time
            && Duration.TryParse(Duration.Describe(time), out var described, out _) && described == time));
    }

    [Fact]
    public void TryParse_AnyText_NeverThrows() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(QuantityTexts.Any, text =>
            Duration.TryParse(text, out _, out var problem) == (problem is null)));
}
