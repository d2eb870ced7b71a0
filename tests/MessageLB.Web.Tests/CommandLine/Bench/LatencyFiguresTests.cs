using MessageLB.CommandLine.Commands.Bench.Latency;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class LatencyFiguresTests
{
    [Fact]
    public void Of_ThousandTimesInAnyOrder_PercentilesAreTheNearestRanks()
    {
        var times = Enumerable.Range(1, 1000).Select(i => TimeSpan.FromMilliseconds(i)).ToArray();
        new Random(1).Shuffle(times);

        Assert.Equal(new LatencyFigures(500.5, 500, 900, 990, 999), LatencyFigures.Of(times));
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 1, 2, 2)]
    [InlineData(100, 50, 99, 100)]
    [InlineData(101, 51, 100, 101)]
    public void Of_FewTimes_NoPercentileIsOutsideThem(int count, double p50, double p99, double p999)
    {
        var figures = LatencyFigures.Of(Enumerable.Range(1, count).Select(i => TimeSpan.FromMilliseconds(i)));

        Assert.Equal((p50, p99, p999), (figures.P50, figures.P99, figures.P999));
    }

    [Fact]
    public void Over_Yardstick_DividesFigureByFigure()
    {
        Assert.Equal(new LatencyFigures(0.5, 2, 0.25, 1, 3), new LatencyFigures(5, 4, 2, 7, 9).Over(new LatencyFigures(10, 2, 8, 7, 3)));
    }

    [Theory]
    [InlineData(new double[] { 3, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 3, 2 }, 2.5)]
    [InlineData(new double[] { 7 }, 7)]
    public void Median_Values_IsTheMiddleOne(double[] values, double median)
    {
        Assert.Equal(median, LatencyFigures.Median(values));
    }

    [Fact]
    public void RatioReport_Rounds_ComparesEachWithItsOwn()
    {
        RunFigures[] yardstick = [Run(10), Run(20), Run(40)];
        RunFigures[] mine = [Run(9), Run(16), Run(44)];

        var report = ShapeReport.Of(new CompetingConsumersShape(4), mine, yardstick);

        Assert.Equal(("competing_consumers", "prefetch 4", 16), (report.Name, report.Setting, report.MedianMs.P99));
        Assert.Equal((0.9, 0.8, 1.1), (report.Ratio!.Median.P99, report.Ratio.Min.P99, report.Ratio.Max.P99));
        Assert.Equal([9, 16, 44], report.Rounds.Select(r => r.ResponseMs.Mean));
    }

    private static RunFigures Run(double ms) => new(1, 0, new LatencyFigures(ms, ms, ms, ms, ms), new(0, 0, 0, 0, 0), new(0, 0, 0, 0, 0), []);
}
