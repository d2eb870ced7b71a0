using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Performance;
using Xunit;

namespace MessageLB.Core.Tests.Performance;

public sealed class TrendTests
{
    [Fact]
    public void Of_EachAboveTheOneBefore_IsSignificant()
    {
        var trend = Trend.Of([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);

        Assert.Equal(1, trend.Slope);
        Assert.Equal(65 / Math.Sqrt(12 * 11 * 29 / 18.0), trend.Score, 1e-12);
        Assert.True(trend.IsSignificant);
    }

    [Fact]
    public void Of_Ties_CountsThemForTheVariance()
    {
        var trend = Trend.Of([1, 1, 2, 2, 3, 3, 4, 4]);

        Assert.Equal(23 / Math.Sqrt((1176 - 72) / 18.0), trend.Score, 1e-12);
    }

    [Theory]
    [InlineData(new double[0], 0)]
    [InlineData(new[] { 7.0 }, 0)]
    [InlineData(new[] { 1.0, 2, 3, 4, 5, 6, 7 }, 1)]
    [InlineData(new[] { 5.0, 5, 5, 5, 5, 5, 5, 5, 5 }, 0)]
    public void Of_TooFewOrConstant_HasNoScore(double[] values, double slope) => Assert.Equal(new Trend(slope, 0), Trend.Of(values));

    [Fact]
    public void Of_OneOutlier_DoesNotBendTheSlope()
    {
        Assert.Equal(1, Trend.Of([0, 1, 2, 3, 4, 500, 6, 7, 8, 9, 10, 11]).Slope, 1e-12);
        Assert.False(Trend.Of([3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 900]).IsSignificant);
    }

    [Fact]
    public void Of_Noise_IsSignificantInOneOfTwoHundred()
    {
        var random = new Random(7);
        var significant = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var row = new double[12];
            for (var j = 0; j < row.Length; j++) row[j] = random.NextDouble();
            if (Trend.Of(row).IsSignificant) significant++;
        }

        Assert.InRange(significant, 30, 80);
    }

    [Fact]
    public void Of_TheSameBackwards_IsItsOpposite()
    {
        var rows = Gen.Choose(-50, 50).ListOf().Select(l => l.Select(v => (double)v).ToArray()).ToArbitrary();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(rows, row =>
        {
            var (there, back) = (Trend.Of(row), Trend.Of([.. row.Reverse()]));
            return Math.Abs(there.Slope + back.Slope) < 1e-9 && Math.Abs(there.Score + back.Score) < 1e-9;
        }));
    }
}
