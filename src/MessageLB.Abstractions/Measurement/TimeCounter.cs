namespace MessageLB.Measurement;

/// <summary>Counts handling times since its start by <see cref="TimeBuckets"/>. Recording allocates nothing; memory is fixed (2.4 KB). Not thread-safe.</summary>
public sealed class TimeCounter
{
    private readonly long[] _counts = new long[TimeBuckets.Count];
    private int _first = TimeBuckets.Count;
    private int _last = -1;

    /// <summary>Counts one time; a negative one counts as zero.</summary>
    public void Record(TimeSpan time)
    {
        var bucket = TimeBuckets.IndexOf(time);
        _counts[bucket]++;
        if (bucket < _first) _first = bucket;
        if (bucket > _last) _last = bucket;
    }

    /// <summary>A copy of what was counted.</summary>
    public TimeCounts Read() => _last < 0 ? default : new TimeCounts(_first, _counts.AsSpan(_first, _last + 1 - _first).ToArray());

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        (_first, _last) = (TimeBuckets.Count, -1);
    }
}
