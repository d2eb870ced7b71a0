using MessageLB.Core.Performance;
using Xunit;

namespace MessageLB.Core.Tests.Performance;

public sealed class PerformanceFiguresTests
{
    [Fact]
    public void Measures_OfSomeMessages_AreRatios()
    {
        var figures = new PerformanceFigures(TimeSpan.FromSeconds(20), new PerformanceCounters(Handed: 50, Done: 30, Failed: 10, BusySeconds: 8, ReadySeconds: 15));

        Assert.Equal((2, 0.25, 0.75, 0.2), (figures.Throughput, figures.ErrorRate, figures.Availability, figures.ServiceSeconds));
    }

    [Fact]
    public void Measures_OfNothing_AreUnknown()
    {
        var figures = new PerformanceFigures(TimeSpan.FromSeconds(20), default);

        Assert.Equal((0, null, 0, null), (figures.Throughput, figures.ErrorRate, figures.Availability, figures.ServiceSeconds));
        Assert.Null(default(PerformanceFigures).Availability);
    }
}
