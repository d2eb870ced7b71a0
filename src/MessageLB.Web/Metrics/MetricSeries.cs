using System.Collections.Concurrent;

namespace MessageLB.Web.Metrics;

/// <summary>
/// The series of one instrument, at most <see cref="MaxSeries"/> of them; what exceeds that is gathered in one series labelled
/// <c>messagelb_overflow</c>, or left out where a sum would say nothing, so that a careless tag cannot take the memory. Recording is thread-safe and allocates only for a
/// new series.
/// </summary>
/// <typeparam name="TCell">What one series remembers.</typeparam>
internal abstract class MetricSeries<TCell>(string name, string? unit, string? help, MetricType type) : IMetricFamily
    where TCell : class
{
    /// <summary>Room for 1,000 destinations with their 14 states; each series takes about 300 bytes.</summary>
    public const int MaxSeries = 20_000;

    private readonly ConcurrentDictionary<TagSet, TCell> _cells = new(TagSetComparer.Instance);
    private volatile bool _hasOverflown;

    public string Name { get; } = name;

    public string? Help { get; } = help;

    public MetricType Type { get; } = type;

    public string? Unit { get; } = unit;

    public bool HasOverflown => _hasOverflown;

    /// <summary>Whether what exceeds the limit is gathered in one series; if not, it is left out.</summary>
    protected virtual bool GathersRest => true;

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (CellOf(tags) is { } cell) Record(cell, value);
    }

    /// <inheritdoc />
    public virtual void BeginCollection()
    {
    }

    /// <inheritdoc />
    public void WriteSamples(MetricsWriter output)
    {
        foreach (var (tags, cell) in _cells.OrderBy(pair => pair.Key.Labels, StringComparer.Ordinal)) Write(output, tags.Labels, cell);
    }

    protected void Clear() => _cells.Clear();

    protected abstract TCell CreateCell();

    protected abstract void Record(TCell cell, double value);

    protected abstract void Write(MetricsWriter output, string labels, TCell cell);

    private TCell? CellOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var lookup = _cells.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
        if (lookup.TryGetValue(tags, out var cell)) return cell;
        var isFull = _cells.Count >= MaxSeries;
        if (isFull) _hasOverflown = true;
        if (isFull && !GathersRest) return null;
        return _cells.GetOrAdd(isFull ? TagSet.Overflow : new TagSet(tags), static (_, series) => series.CreateCell(), this);
    }
}
