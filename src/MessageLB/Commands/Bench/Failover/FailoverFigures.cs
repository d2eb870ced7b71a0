namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>A time over all rounds, in milliseconds, and its target.</summary>
/// <param name="Words">What it is, for a person.</param>
/// <param name="Rounds">Rounds that have it.</param>
/// <param name="P50">Median (nearest rank).</param>
/// <param name="P99">99th percentile (nearest rank).</param>
/// <param name="Max">Largest.</param>
/// <param name="Target">What the 99th percentile should not exceed; null: it is only told.</param>
/// <param name="Met">Whether it does not; null without a target.</param>
internal sealed record FailoverFigures(string Words, int Rounds, double P50, double P99, double Max, double? Target, bool? Met)
{
    /// <param name="figure">What was measured.</param>
    /// <param name="times">Its time in each round; null where there was none.</param>
    public static FailoverFigures Of(FailoverFigure figure, IEnumerable<double?> times)
    {
        var sorted = times.OfType<double>().Order().ToArray();
        if (sorted.Length == 0) return new FailoverFigures(figure.Words, 0, 0, 0, 0, figure.TargetMs, figure.TargetMs is null ? null : true);
        var p99 = Rank(sorted, 99);
        return new FailoverFigures(figure.Words, sorted.Length, Rank(sorted, 50), p99, sorted[^1], figure.TargetMs, figure.TargetMs is { } target ? p99 <= target : null);
    }

    private static double Rank(double[] sorted, int hundredths) => sorted[((sorted.Length * hundredths) + 99) / 100 - 1];
}
