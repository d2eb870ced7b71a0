namespace MessageLB.Web.Metrics;

/// <summary>Counts and sum of one histogram series. Thread-safe.</summary>
internal sealed class HistogramCell(IReadOnlyList<double> boundaries)
{
    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[boundaries.Count + 1];
    private double _sum;

    public void Record(double value)
    {
        var bucket = 0;
        while (bucket < boundaries.Count && value > boundaries[bucket]) bucket++;
        lock (_lock)
        {
            _counts[bucket]++;
            _sum += value;
        }
    }

    public (long[] Counts, double Sum) Read()
    {
        lock (_lock) return ([.. _counts], _sum);
    }
}
