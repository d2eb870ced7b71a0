using System.Diagnostics.Metrics;

namespace MessageLB.Web.Metrics;

/// <summary>Chooses what remembers the measurements of an instrument.</summary>
internal static class MetricFamilies
{
    public static IMetricFamily Create(Instrument instrument)
    {
        var kind = instrument.GetType().GetGenericTypeDefinition();
        var type = TypeOf(kind);
        var name = PrometheusText.FamilyName(instrument.Name, instrument.Unit, type);
        var unit = PrometheusText.UnitSuffix(instrument.Unit, type);
        if (type == MetricType.Histogram) return new HistogramSeries(name, unit, instrument.Description, Boundaries(instrument));
        return instrument.IsObservable || kind == typeof(Gauge<>)
            ? new LastSeries(name, unit, instrument.Description, type, instrument.IsObservable)
            : new SumSeries(name, unit, instrument.Description, type);
    }

    private static MetricType TypeOf(Type kind)
    {
        if (kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>)) return MetricType.Counter;
        return kind == typeof(Histogram<>) ? MetricType.Histogram : MetricType.Gauge;
    }

    private static IReadOnlyList<double> Boundaries(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } advised } => advised,
        Histogram<long> { Advice.HistogramBucketBoundaries: { } advised } => [.. advised.Select(b => (double)b)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } advised } => [.. advised.Select(b => (double)b)],
        _ => HistogramSeries.DefaultBoundaries,
    };
}
