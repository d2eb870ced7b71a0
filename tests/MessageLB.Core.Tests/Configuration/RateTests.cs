using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Core.Tests.Configuration;

public sealed class RateTests
{
    [Theory]
    [InlineData("1000/s", 1000)]
    [InlineData("60/min", 1)]
    [InlineData("90/m", 1.5)]
    [InlineData("2k/s", 2000)]
    [InlineData("1.8M/h", 500)]
    [InlineData("8640/d", 0.1)]
    [InlineData(" 5 / s ", 5)]
    [InlineData("0.5/s", 0.5)]
    [InlineData("0/s", 0)]
    public void TryParse_NumberPerTime_IsPerSecond(string text, double perSecond)
    {
        Assert.True(Rate.TryParse(text, out var value, out var problem), problem);
        Assert.Equal(perSecond, value);
    }

    [Theory]
    [InlineData("1000")]
    [InlineData("1000/")]
    [InlineData("/s")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("1000/week")]
    [InlineData("1000/ms")]
    [InlineData("5m/s")]
    [InlineData("-1/s")]
    [InlineData("1/s/s")]
    public void TryParse_NoRate_HintsAtTheForm(string? text)
    {
        Assert.False(Rate.TryParse(text, out var value, out var problem));
        Assert.Equal("is not a rate: write a number and a time, such as 1000/s, 60/min or 2k/s", problem);
        Assert.Equal(0, value);
    }

    [Fact]
    public void TryParse_BeyondTheHighest_IsTooHigh()
    {
        Assert.False(Rate.TryParse("1000001M/s", out _, out var problem));
        Assert.Equal("is too high: the highest rate is 1000000M/s", problem);
    }

    [Theory]
    [InlineData(1000, "1000/s")]
    [InlineData(0.5, "0.5/s")]
    [InlineData(1.0 / 60, "1/min")]
    [InlineData(1.0 / 3600, "1/h")]
    [InlineData(0, "0/s")]
    [InlineData(Rate.Highest, "1000000M/s")]
    [InlineData(-1, "-1")]
    public void Format_PerSecond_TakesTheShortestTimeThatIsExact(double perSecond, string text) =>
        Assert.Equal(text, Rate.Format(perSecond));

    [Fact]
    public void Format_AnyWrittenRate_ReadsBackTheSame()
    {
        var written = from thousandths in Gen.Choose(0, int.MaxValue)
                      from time in Gen.Elements("s", "min", "h", "d")
                      select FormattableString.Invariant($"{thousandths / 1000m}/{time}");

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(written.ToArbitrary(), text =>
            Rate.TryParse(text, out var rate, out _) && Rate.TryParse(Rate.Format(rate), out var again, out _) && again == rate));
    }

    [Fact]
    public void TryParse_AnyText_NeverThrows() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(QuantityTexts.Any, text =>
            Rate.TryParse(text, out _, out var problem) == (problem is null)));
}
