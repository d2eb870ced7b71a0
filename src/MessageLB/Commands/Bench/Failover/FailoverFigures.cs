namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>A time over all rounds, in milliseconds, and its target.</summary>
/// <param name="Rounds">Rounds that have it.</param>
/// <param name="P50">Median (nearest rank).</param>
/// <param name="P99">99th percentile (nearest rank).</param>
/// <param name="Max">Largest.</param>
/// <param name="Target">What the 99th percentile should not exceed.</param>
/// <param name="Met">Whether it does not.</param>
internal sealed record FailoverFigures(int Rounds, double P50, double P99, double Max, double Target, bool Met)
{
    public static FailoverFigures Of(IEnumerable<double?> times, double target)
    {
        var sorted = times.OfType<double>().Order().ToArray();
        if (sorted.Length == 0) return new FailoverFigures(0, 0, 0, 0, target, true);
        var p99 = Rank(sorted, 99);
        return new FailoverFigures(sorted.Length, Rank(sorted, 50), p99, sorted[^1], target, p99 <= target);
    }

    private static double Rank(double[] sorted, int hundredths) => sorted[((sorted.Length * hundredths) + 99) / 100 - 1];
}
