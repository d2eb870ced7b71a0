using MessageLB.Measurement;

namespace MessageLB.Worker.Heartbeats;

/// <summary>
/// Handling times of the last 10 to 20 seconds: two halves of 10 s, of which the older is forgotten when the newer is full.
/// Not thread-safe.
/// </summary>
internal sealed class ServiceTimes(TimeProvider time)
{
    public static readonly TimeSpan Half = TimeSpan.FromSeconds(10);
    private readonly LatencyHistogram _both = new();
    private LatencyHistogram _newer = new();
    private LatencyHistogram _older = new();
    private TimeSpan _newerSum;
    private TimeSpan _olderSum;
    private long _newerSince = time.GetTimestamp();

    public void Record(TimeSpan busy, long now)
    {
        Rotate(now);
        _newer.Record(busy);
        _newerSum += busy;
    }

    /// <summary>Mean of the window; zero if it is empty.</summary>
    public TimeSpan Mean(long now)
    {
        Rotate(now);
        var count = _newer.Count + _older.Count;
        return count == 0 ? TimeSpan.Zero : (_newerSum + _olderSum) / count;
    }

    /// <summary>Median and 99th percentile of the window in milliseconds; null if it is empty.</summary>
    public (double P50, double P99)? Percentiles(long now)
    {
        Rotate(now);
        if (_newer.Count + _older.Count == 0) return null;
        _both.Clear();
        _both.Add(_newer);
        _both.Add(_older);
        return (_both.Percentile(0.50).TotalMilliseconds, _both.Percentile(0.99).TotalMilliseconds);
    }

    private void Rotate(long now)
    {
        var age = time.GetElapsedTime(_newerSince, now);
        if (age < Half) return;
        (_older, _newer) = (_newer, _older);
        _olderSum = _newerSum;
        _newer.Clear();
        _newerSum = TimeSpan.Zero;
        _newerSince = now;
        if (age < 2 * Half) return;
        _older.Clear();
        _olderSum = TimeSpan.Zero;
    }
}
