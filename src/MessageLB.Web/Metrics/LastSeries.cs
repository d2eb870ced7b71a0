namespace MessageLB.Web.Metrics;

/// <summary>
/// Remembers the last value: for gauges, and for observable instruments, which tell totals. The series of an observable
/// instrument start anew with every collection, so that a destination that is gone leaves no ghost behind.
/// </summary>
internal sealed class LastSeries(string name, string? unit, string? help, MetricType type, bool observable) : MetricSeries<NumberCell>(name, unit, help, type)
{
    /// <inheritdoc />
    public override void BeginCollection()
    {
        if (observable) Clear();
    }

    // The last of many values is nobody's.
    protected override bool GathersRest => false;

    protected override NumberCell CreateCell() => new();

    protected override void Record(NumberCell cell, double value) => Volatile.Write(ref cell.Value, value);

    protected override void Write(MetricsWriter output, string labels, NumberCell cell) =>
        output.Sample(Name, labels, Volatile.Read(ref cell.Value));
}
