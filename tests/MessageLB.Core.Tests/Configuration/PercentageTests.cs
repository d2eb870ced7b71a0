using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Core.Tests.Configuration;

public sealed class PercentageTests
{
    [Theory]
    [InlineData("1%", 0.01)]
    [InlineData("99.9%", 0.999)]
    [InlineData("0.01", 0.01)]
    [InlineData("0.8", 0.8)]
    [InlineData("1.0", 1)]
    [InlineData("100 %", 1)]
    [InlineData("0", 0)]
    [InlineData(".5", 0.5)]
    public void TryParse_PercentOrFraction_IsAFraction(string text, double fraction)
    {
        Assert.True(Percentage.TryParse(text, out var value, out var problem), problem);
        Assert.Equal(fraction, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("%")]
    [InlineData("-1%")]
    [InlineData("one")]
    [InlineData("1%%")]
    [InlineData("5 percent")]
    public void TryParse_NoPercentage_HintsAtTheForm(string? text)
    {
        Assert.False(Percentage.TryParse(text, out _, out var problem));
        Assert.Equal("is not a percentage: write 5%, 99.9% or a fraction such as 0.05", problem);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("5")]
    public void TryParse_WholeNumberWithoutSign_AsksWhatIsMeant(string text)
    {
        Assert.False(Percentage.TryParse(text, out _, out var problem));
        Assert.Equal($"may mean two things: write {text}% or a fraction such as 0.05", problem);
    }

    [Theory]
    [InlineData("101%")]
    [InlineData("1.5")]
    public void TryParse_AboveTheWhole_IsRefused(string text)
    {
        Assert.False(Percentage.TryParse(text, out _, out var problem));
        Assert.Equal("is more than the whole: write 0% to 100%, or 0.0 to 1.0", problem);
    }

    [Theory]
    [InlineData(0.01, "1%")]
    [InlineData(0.999, "99.9%")]
    [InlineData(0, "0%")]
    [InlineData(1, "100%")]
    [InlineData(1.5, "1.5")]
    [InlineData(double.NaN, "NaN")]
    public void Format_Fraction_IsPercent(double fraction, string text) => Assert.Equal(text, Percentage.Format(fraction));

    [Fact]
    public void Format_AnyWrittenFraction_ReadsBackTheSame()
    {
        var fractions = from digits in Gen.Choose(0, 1_000_000_000) select (double)(digits / 1_000_000_000m);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(fractions.ToArbitrary(), fraction =>
            Percentage.TryParse(Percentage.Format(fraction), out var again, out _) && again == fraction));
    }

    [Fact]
    public void TryParse_AnyText_NeverThrows() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(QuantityTexts.Any, text =>
            Percentage.TryParse(text, out _, out var problem) == (problem is null)));
}
