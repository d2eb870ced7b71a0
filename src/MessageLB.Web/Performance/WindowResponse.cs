using MessageLB.Core.Performance;

namespace MessageLB.Web.Performance;

/// <summary>A sliding window.</summary>
/// <param name="WindowS">Its length in seconds.</param>
/// <param name="OverS">Seconds that the figures are of: fewer after a start.</param>
/// <param name="Handed">Messages handed over in it.</param>
/// <param name="Done">Messages done in it.</param>
/// <param name="Failed">Messages that failed in it.</param>
/// <param name="ThroughputPerSecond">Messages done or failed per second.</param>
/// <param name="ServiceTimeMs">Mean handling time in milliseconds.</param>
/// <param name="ServiceTimeP50Ms">Median of handling times in milliseconds, as far as workers tell; null if none does.</param>
/// <param name="ServiceTimeP95Ms">95th percentile of them.</param>
/// <param name="ServiceTimeP99Ms">99th percentile of them.</param>
/// <param name="ErrorRate">Part of the settled messages that failed.</param>
/// <param name="Availability">Part of the time in which it was ready.</param>
public sealed record WindowResponse(
    double WindowS,
    double OverS,
    long Handed,
    long Done,
    long Failed,
    MetricResponse ThroughputPerSecond,
    MetricResponse ServiceTimeMs,
    MetricResponse ServiceTimeP50Ms,
    MetricResponse ServiceTimeP95Ms,
    MetricResponse ServiceTimeP99Ms,
    MetricResponse ErrorRate,
    MetricResponse Availability)
{
    private const double MillisecondsPerSecond = 1000;

    /// <summary>Copies what the dispatcher tells.</summary>
    public static WindowResponse From(WindowPerformance window)
    {
        ArgumentNullException.ThrowIfNull(window);
        var counted = window.Figures.Counted;
        return new WindowResponse(
            window.Window.TotalSeconds,
            Math.Round(window.Figures.Over.TotalSeconds, 1),
            counted.Handed,
            counted.Done,
            counted.Failed,
            MetricResponse.From(window.Throughput),
            MetricResponse.From(window.ServiceSeconds, MillisecondsPerSecond),
            MetricResponse.From(window.Percentiles.P50, MillisecondsPerSecond),
            MetricResponse.From(window.Percentiles.P95, MillisecondsPerSecond),
            MetricResponse.From(window.Percentiles.P99, MillisecondsPerSecond),
            MetricResponse.From(window.ErrorRate),
            MetricResponse.From(window.Availability));
    }
}
