using MessageLB.Core.Configuration;
using MessageLB.Core.Performance;

namespace MessageLB.Core.Alerts;

/// <summary>The response time that a threshold is compared with.</summary>
/// <param name="Seconds">It, in seconds.</param>
/// <param name="Window">Length of the window that it is of.</param>
/// <param name="Shown">The same, to as many digits as can be told.</param>
/// <param name="Words">A sentence about it, with places for the time, the window and the threshold.</param>
internal sealed record ResponseTimeReading(double Seconds, TimeSpan Window, double Shown, string Words)
{
    private const string MeanWords = "A message took {0} on average in {1}, longer than {2}.";

    /// <summary>
    /// Reads it from the first window of which it can be told; null if there is none. A mean is told of <see cref="PerformanceConditions.LeastResults"/>
    /// messages or more, and so is the median; p95 of 20 and p99 of 100, for of fewer it would be the longest one. Where nobody tells single times it is
    /// the mean.
    /// </summary>
    /// <param name="windows">The windows in question, the shortest first.</param>
    /// <param name="measure">What is wanted.</param>
    public static ResponseTimeReading? Of(IEnumerable<WindowPerformance> windows, ResponseTimeMeasure measure)
    {
        var all = windows.ToList();
        return measure == ResponseTimeMeasure.Mean || all.TrueForAll(window => window.Percentiles.Messages == 0) ? Mean(all) : Percentile(all, measure);
    }

    private static ResponseTimeReading? Mean(List<WindowPerformance> windows) =>
        windows.Find(window => window.Figures.Settled >= PerformanceConditions.LeastResults) is { ServiceSeconds.Value: { } seconds } found
            ? new ResponseTimeReading(seconds, found.Window, seconds, MeanWords)
            : null;

    private static ResponseTimeReading? Percentile(List<WindowPerformance> windows, ResponseTimeMeasure measure)
    {
        var (least, words) = measure switch
        {
            ResponseTimeMeasure.P50 => (PerformanceConditions.LeastResults, "Half of the messages"),
            ResponseTimeMeasure.P95 => (20, "One message in 20"),
            _ => (100, "One message in 100"),
        };
        if (windows.Find(window => window.Percentiles.Messages >= least) is not { } found) return null;
        var reading = measure switch
        {
            ResponseTimeMeasure.P50 => found.Percentiles.P50,
            ResponseTimeMeasure.P95 => found.Percentiles.P95,
            _ => found.Percentiles.P99,
        };
        return reading.Value is { } seconds ? new ResponseTimeReading(seconds, found.Window, TwoDigits(seconds), words + " took {0} or longer in {1}, more than {2}.") : null;
    }

    // Buckets tell no more.
    private static double TwoDigits(double seconds)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(seconds)) - 1);
        return Math.Round(seconds / unit) * unit;
    }
}
