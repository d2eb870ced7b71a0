using System.Collections.Concurrent;
using System.Text;

namespace MessageLB.Web.Metrics;

/// <summary>
/// The series of one instrument, at most <see cref="MaxSeries"/> of them; what exceeds that is gathered in one series labelled
/// <c>messagelb_overflow</c>, so that a careless tag cannot take the memory. Recording is thread-safe and allocates only for a
/// new series.
/// </summary>
/// <typeparam name="TCell">What one series remembers.</typeparam>
internal abstract class MetricSeries<TCell>(string name, string? help, MetricType type) : IMetricFamily
    where TCell : class
{
    public const int MaxSeries = 2000;

    private readonly ConcurrentDictionary<TagSet, TCell> _cells = new(TagSetComparer.Instance);

    public string Name { get; } = name;

    public string? Help { get; } = help;

    public MetricType Type { get; } = type;

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => Record(CellOf(tags), value);

    /// <inheritdoc />
    public virtual void BeginCollection()
    {
    }

    /// <inheritdoc />
    public void WriteSamples(StringBuilder output)
    {
        foreach (var (tags, cell) in _cells.OrderBy(pair => pair.Key.Labels, StringComparer.Ordinal)) Write(output, tags.Labels, cell);
    }

    protected void Clear() => _cells.Clear();

    protected abstract TCell CreateCell();

    protected abstract void Record(TCell cell, double value);

    protected abstract void Write(StringBuilder output, string labels, TCell cell);

    private TCell CellOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var lookup = _cells.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
        if (lookup.TryGetValue(tags, out var cell)) return cell;
        var key = _cells.Count < MaxSeries ? new TagSet(tags) : TagSet.Overflow;
        return _cells.GetOrAdd(key, static (_, series) => series.CreateCell(), this);
    }
}
