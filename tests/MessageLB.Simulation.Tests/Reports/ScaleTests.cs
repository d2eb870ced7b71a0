using Xunit;

namespace MessageLB.Simulation.Tests.Reports;

public sealed class ScaleTests
{
    [Theory]
    [InlineData(0, 1, "0 0.25 0.5 0.75 1")]
    [InlineData(0.6, 2.1, "0.5 1 1.5 2 2.5")]
    [InlineData(0, 37, "0 10 20 30 40")]
    [InlineData(1, 1, "1 1.25 1.5 1.75 2")]
    public void Linear_Values_LieBetweenRoundTicks(double lowest, double highest, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', Scale.Linear(lowest, highest, 0, 100).Ticks.Select(Html.Number)));

    [Theory]
    [InlineData(3, 70, "2 5 10 20 50 100")]
    [InlineData(10, 10, "10 20")]
    public void Logarithmic_Values_LieBetweenRoundTicks(double lowest, double highest, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', Scale.Logarithmic(lowest, highest, 0, 100).Ticks.Select(Html.Number)));

    [Theory]
    [InlineData(-1, 200)]
    [InlineData(0, 200)]
    [InlineData(0.5, 150)]
    [InlineData(1, 100)]
    [InlineData(9, 100)]
    public void At_Values_MapBetweenStartAndEnd(double value, double expected) => Assert.Equal(expected, Scale.Linear(0, 1, 200, 100).At(value));
}
