namespace MessageLB.Web.Metrics;

/// <summary>Adds up what counters and up-down counters are told.</summary>
internal sealed class SumSeries(string name, string? unit, string? help, MetricType type) : MetricSeries<NumberCell>(name, unit, help, type)
{
    protected override NumberCell CreateCell() => new();

    protected override void Record(NumberCell cell, double value)
    {
        for (var seen = Volatile.Read(ref cell.Value); ;)
        {
            var current = Interlocked.CompareExchange(ref cell.Value, seen + value, seen);
            if (current.Equals(seen)) return;
            seen = current;
        }
    }

    protected override void Write(MetricsWriter output, string labels, NumberCell cell) =>
        output.Sample(Name, labels, Volatile.Read(ref cell.Value));
}
