namespace MessageLB.Core.Performance;

/// <summary>How a destination, or a group, did over a sliding window.</summary>
/// <param name="Window">Length of the window.</param>
/// <param name="Figures">What was counted in it, and over how long: less than the window after a start, and up to a twelfth less at any time.</param>
/// <param name="Throughput">Messages done or failed per second.</param>
/// <param name="ServiceSeconds">Mean handling time of a message in seconds.</param>
/// <param name="ErrorRate">Part of the settled messages that failed, 0 to 1.</param>
/// <param name="Availability">Part of the time in which it was ready, 0 to 1.</param>
public sealed record WindowPerformance(
    TimeSpan Window, PerformanceFigures Figures, MetricReading Throughput, MetricReading ServiceSeconds, MetricReading ErrorRate, MetricReading Availability)
{
    // A tenth of what is usual is no anomaly however constant it was, nor is one of a hundred that fails, or a step in which it was away for a moment.
    private const double LeastRelativeSpread = 0.1;
    private const double LeastSpreadOfParts = 0.01;

    /// <summary>Percentiles of handling times.</summary>
    public ServicePercentiles Percentiles { get; init; } = ServicePercentiles.Unknown;

    /// <summary>Reads a window.</summary>
    internal static WindowPerformance Of(PerformanceWindow window, in PerformanceCounters counters, TimeSpan now)
    {
        var (figures, steps, step) = (window.Read(counters, now), window.History(now), window.Length / PerformanceWindow.Steps);
        return new WindowPerformance(
            window.Length,
            figures,
            Read(figures.Over > TimeSpan.Zero ? figures.Throughput : null, Values(steps, s => s.Throughput), step),
            Read(figures.ServiceSeconds, Values(steps, s => s.ServiceSeconds), step),
            MetricReading.Of(figures.ErrorRate, Values(steps, s => s.ErrorRate), step, LeastSpreadOfParts),
            MetricReading.Of(figures.Availability, Values(steps, s => s.Availability), step, LeastSpreadOfParts))
        {
            Percentiles = PercentilesOf(window, steps, step, now),
        };
    }

    private static ServicePercentiles PercentilesOf(PerformanceWindow window, IReadOnlyList<PerformanceFigures> steps, TimeSpan step, TimeSpan now)
    {
        var sums = new TimeSums();
        window.AddTimes(sums, now);
        if (sums.Messages == 0) return ServicePercentiles.Unknown;
        var (messages, parts) = (sums.Messages, ServicePercentiles.Parts);
        double?[] values = [.. parts.Select(sums.Percentile)];
        List<double>[] ofSteps = [.. parts.Select(_ => new List<double>(steps.Count))];
        foreach (var times in steps.Select(s => s.Times).OfType<TimeHistogram>())
        {
            sums.Clear();
            sums.Add(times);
            for (var i = 0; i < parts.Count; i++) ofSteps[i].Add(sums.Percentile(parts[i])!.Value);
        }

        MetricReading[] readings = [.. parts.Select((_, i) => Read(values[i], [.. ofSteps[i]], step))];
        return new ServicePercentiles(messages, readings[0], readings[1], readings[2]);
    }

    private static MetricReading Read(double? value, double[] steps, TimeSpan step) =>
        MetricReading.Of(value, steps, step, steps.Length > 0 ? LeastRelativeSpread * Median.Of(steps) : 0);

    private static double[] Values(IReadOnlyList<PerformanceFigures> steps, Func<PerformanceFigures, double?> of) => [.. steps.Select(of).OfType<double>()];
}
