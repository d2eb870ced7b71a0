namespace MessageLB.Web.Metrics;

/// <summary>Counts in cumulative buckets.</summary>
internal sealed class HistogramSeries(string name, string? unit, string? help, IReadOnlyList<double> boundaries)
    : MetricSeries<HistogramCell>(name, unit, help, MetricType.Histogram)
{
    /// <summary>Buckets of an instrument that advises none: those of the messaging conventions, in seconds.</summary>
    public static readonly IReadOnlyList<double> DefaultBoundaries =
        [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    protected override HistogramCell CreateCell() => new(boundaries);

    protected override void Record(HistogramCell cell, double value) => cell.Record(value);

    protected override void Write(MetricsWriter output, string labels, HistogramCell cell)
    {
        var (counts, sum) = cell.Read();
        var separator = labels.Length > 0 ? "," : string.Empty;
        var cumulative = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            cumulative += counts[i];
            var end = i < boundaries.Count ? boundaries[i] : double.PositiveInfinity;
            output.Sample($"{Name}_bucket", $"{labels}{separator}le=\"{output.Boundary(end)}\"", cumulative);
        }

        output.Sample($"{Name}_sum", labels, sum);
        output.Sample($"{Name}_count", labels, cumulative);
    }
}
