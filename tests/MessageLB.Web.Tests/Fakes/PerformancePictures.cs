using MessageLB.Core.Performance;

namespace MessageLB.Web.Tests.Fakes;

/// <summary>How two groups did, with something of each kind.</summary>
internal static class PerformancePictures
{
    public static IReadOnlyList<GroupPerformance> Groups()
    {
        var window = new WindowPerformance(
            TimeSpan.FromMinutes(1),
            new PerformanceFigures(TimeSpan.FromSeconds(57.5), new PerformanceCounters(120, 110, 5, 0.60375, 51.75)),
            new MetricReading(2, TrendPerMinute: 0.5, TrendScore: 2.5, AnomalyScore: 3.4),
            new MetricReading(0.00525, TrendPerMinute: 0.0125, TrendScore: 4, AnomalyScore: 3.6),
            new MetricReading(5 / 115.0, 0, 0, 0),
            new MetricReading(0.9, TrendPerMinute: -0.1, TrendScore: -3, AnomalyScore: -1))
        {
            Percentiles = new ServicePercentiles(115, new MetricReading(0.004, 0, 0, 0), new MetricReading(0.011, TrendPerMinute: 0.001, TrendScore: 3, AnomalyScore: 4), new MetricReading(0.041, 0, 0, AnomalyScore: 5)),
        };
        return [new GroupPerformance("orders", [window], [new DestinationPerformance("a", [window]), new DestinationPerformance("new", [])]), new GroupPerformance("mails", [], [])];
    }
}
