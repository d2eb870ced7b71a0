using MessageLB.Simulation.Statistics;
using Xunit;

namespace MessageLB.Simulation.Tests.Statistics;

public sealed class StudentTTests
{
    [Fact]
    public void Of_FiveValues_HasTheTextbookInterval()
    {
        // Standard deviation 1.5811, over the root of 5, times 2.776.
        var estimate = StudentT.Of([1, 2, 3, 4, 5]);

        Assert.Equal(3, estimate.Value);
        Assert.Equal(1.963, estimate.HalfWidth, 0.001);
    }

    [Fact]
    public void Of_OneValue_HasNoWidth() => Assert.Equal(new Estimate(7, 0), StudentT.Of([7]));

    [Fact]
    public void Of_RunsWithoutAnyMessage_DoNotCount()
    {
        Assert.Equal(new Estimate(2, 0), StudentT.Of([double.NaN, 2]));
        Assert.Equal(default, StudentT.Of([double.NaN]));
    }

    // Quantiles for 31, 60 and 120 degrees of freedom: 2.0395, 2.0003, 1.9799.
    [Theory]
    [InlineData(32, 2.0395)]
    [InlineData(61, 2.0003)]
    [InlineData(121, 1.9799)]
    public void Of_MoreValuesThanTheTableHas_ComesNearTheNormal(int count, double quantile)
    {
        double[] values = [.. Enumerable.Range(0, count).Select(i => (double)(i % 2))];
        var error = Math.Sqrt(Moments.Variance(values) / (count - 1));

        Assert.Equal(quantile, StudentT.Of(values).HalfWidth / error, 0.002);
    }
}
