using MessageLB.Measurement;

namespace MessageLB.Worker.Heartbeats;

/// <summary>
/// Handling times of the last 10 to 20 seconds: two halves of 10 s, of which the older is forgotten when the newer is full; and all since
/// the start, counted by length. Not thread-safe.
/// </summary>
internal sealed class ServiceTimes(TimeProvider time)
{
    public static readonly TimeSpan Half = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Time between two heartbeats that tell all counts. A busy worker sends a heartbeat every few milliseconds, and dispatchers need the counts for
    /// windows whose shortest step is 5 s.
    /// </summary>
    public static readonly TimeSpan BetweenCounts = TimeSpan.FromSeconds(2);

    private readonly LatencyHistogram _both = new();
    private readonly TimeCounter _all = new();
    private LatencyHistogram _newer = new();
    private LatencyHistogram _older = new();
    private TimeSpan _newerSum;
    private TimeSpan _olderSum;
    private long _newerSince = time.GetTimestamp();
    private long? _countsTold;

    public void Record(TimeSpan busy, long now)
    {
        Rotate(now);
        _newer.Record(busy);
        _newerSum += busy;
        _all.Record(busy);
    }

    /// <summary>All since the start, if the next heartbeat is to tell it; it then counts as told.</summary>
    public TimeCounts CountsIfDue(long now)
    {
        if (_countsTold is { } told && time.GetElapsedTime(told, now) < BetweenCounts) return default;
        _countsTold = now;
        return _all.Read();
    }

    /// <summary>The next heartbeat is to tell all counts.</summary>
    public void ForceCounts() => _countsTold = null;

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
