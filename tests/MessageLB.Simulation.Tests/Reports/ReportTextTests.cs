using Xunit;

namespace MessageLB.Simulation.Tests.Reports;

public sealed class ReportTextTests
{
    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(0.000_000_5, "0.50 µs")]
    [InlineData(0.000_123_4, "123 µs")]
    [InlineData(0.000_999_4, "999 µs")]
    [InlineData(0.000_999_6, "1.00 ms")]
    [InlineData(0.012_34, "12.3 ms")]
    [InlineData(0.999_4, "999 ms")]
    [InlineData(0.999_6, "1.00 s")]
    [InlineData(1234.5, "1,235 s")]
    [InlineData(double.NaN, "–")]
    public void Time_Seconds_HaveThreeDigits(double seconds, string expected) => Assert.Equal(expected, ReportText.Time(seconds));

    [Theory]
    [InlineData(0.784, 0.012, "0.784 ±0.012")]
    [InlineData(1, 0, "1.000")]
    [InlineData(12.34, 0, "12.3")]
    [InlineData(1234, 0, "1,234")]
    [InlineData(double.PositiveInfinity, 0, "–")]
    public void Ratio_Estimate_HasItsInterval(double value, double halfWidth, string expected) => Assert.Equal(expected, ReportText.Ratio(new Estimate(value, halfWidth)));

    [Fact]
    public void Groups_WorkersOfOneEntry_AreAddedUp()
    {
        string[] names = ["slow", "w-1", "w-2", "x-y"];
        DestinationResult[] workers = [.. names.Select(name => new DestinationResult(name, new Estimate(0.25, 0), default, default, []))];

        Assert.Equal([("slow", 0.25), ("w (2)", 0.5), ("x-y", 0.25)], ShareGroup.Of(workers).Select(group => (group.Name, group.Share)));
    }
}
