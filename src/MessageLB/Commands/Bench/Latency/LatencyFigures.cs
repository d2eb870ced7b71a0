namespace MessageLB.CommandLine.Commands.Bench.Latency;

/// <summary>Mean and percentiles of times, in milliseconds; or of ratios of them.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="P50">Median.</param>
/// <param name="P90">90th percentile.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="P999">99.9th percentile.</param>
internal sealed record LatencyFigures(double Mean, double P50, double P90, double P99, double P999)
{
    /// <summary>The figures of times: each percentile is the smallest time that so large a part does not exceed (nearest rank).</summary>
    public static LatencyFigures Of(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(t => t.TotalMilliseconds).Order().ToArray();
        if (sorted.Length == 0) return new LatencyFigures(0, 0, 0, 0, 0);
        return new LatencyFigures(sorted.Average(), Rank(sorted, 500), Rank(sorted, 900), Rank(sorted, 990), Rank(sorted, 999));
    }

    /// <summary>Combines several figures by figure, for example into medians.</summary>
    public static LatencyFigures Combine(IReadOnlyCollection<LatencyFigures> all, Func<IEnumerable<double>, double> how) => new(
        how(all.Select(f => f.Mean)),
        how(all.Select(f => f.P50)),
        how(all.Select(f => f.P90)),
        how(all.Select(f => f.P99)),
        how(all.Select(f => f.P999)));

    /// <summary>How many times those of <paramref name="yardstick"/> these are.</summary>
    public LatencyFigures Over(LatencyFigures yardstick) => new(
        Mean / yardstick.Mean,
        P50 / yardstick.P50,
        P90 / yardstick.P90,
        P99 / yardstick.P99,
        P999 / yardstick.P999);

    /// <summary>The same with fewer digits.</summary>
    public LatencyFigures Round(int digits) => new(
        Math.Round(Mean, digits),
        Math.Round(P50, digits),
        Math.Round(P90, digits),
        Math.Round(P99, digits),
        Math.Round(P999, digits));

    /// <summary>Middle value; the mean of the two middle ones if their number is even.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    // In thousandths, because 0.999 × 1000 is a little more than 999 in binary and would be one rank too high.
    private static double Rank(double[] sorted, long thousandths) => sorted[((sorted.Length * thousandths) + 999) / 1000 - 1];
}
