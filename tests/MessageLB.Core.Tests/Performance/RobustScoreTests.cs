using MessageLB.Core.Performance;
using Xunit;

namespace MessageLB.Core.Tests.Performance;

public sealed class RobustScoreTests
{
    private static readonly double[] OneToNine = [3, 1, 2, 9, 5, 6, 4, 8, 7];

    [Theory]
    [InlineData(20, 15 / (2 / 0.6745))]
    [InlineData(5, 0)]
    [InlineData(-10, -15 / (2 / 0.6745))]
    public void Of_Value_IsItsDistanceFromTheMedianInSpreads(double value, double expected) =>
        Assert.Equal(expected, RobustScore.Of(value, OneToNine, leastSpread: 0), 1e-12);

    [Fact]
    public void Of_FewOthers_IsNone() => Assert.Equal(0, RobustScore.Of(1000, [1, 2, 3, 4, 5, 6, 7], leastSpread: 0));

    [Fact]
    public void Of_NearlyHalfAreOutliers_StillFindsOne()
    {
        double[] others = [10, 11, 9, 10, 12, 900, 800, 700, 950];

        Assert.InRange(RobustScore.Of(30, others, leastSpread: 0), RobustScore.Anomalous, 30);
    }

    [Theory]
    [InlineData(6, 0, 1000)]
    [InlineData(4, 0, -1000)]
    [InlineData(5, 0, 0)]
    [InlineData(6, 0.5, 2)]
    [InlineData(5e9, 0.5, 1000)]
    public void Of_ConstantOthers_GoesByTheLeastSpread(double value, double leastSpread, double expected) =>
        Assert.Equal(expected, RobustScore.Of(value, [5, 5, 5, 5, 5, 5, 5, 5], leastSpread));

    [Fact]
    public void Of_MoreThanHalfAreAlike_TakesTheMeanDeviation() =>
        Assert.Equal(3 / (4 / 9.0 / 0.7979), RobustScore.Of(8, [5, 5, 5, 5, 5, 5, 5, 6, 8], leastSpread: 0), 1e-12);
}
