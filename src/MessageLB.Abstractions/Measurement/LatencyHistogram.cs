using System.Numerics;

namespace MessageLB.Measurement;

/// <summary>
/// Counts times in logarithmic buckets, sixteen to each doubling, so that a percentile is off by at most 6.25 % whatever the
/// range (the scheme of HdrHistogram with four bits of precision). One thread records at a time; memory is fixed (about 8 KB).
/// </summary>
public sealed class LatencyHistogram
{
    private const int SubBits = 4;
    private const int SubCount = 1 << SubBits;
    private readonly long[] _counts = new long[64 * SubCount];

    /// <summary>How many times were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>The longest time recorded, exact.</summary>
    public TimeSpan Max { get; private set; }

    /// <summary>Records one time; a negative one counts as zero.</summary>
    public void Record(TimeSpan time)
    {
        if (time < TimeSpan.Zero) time = TimeSpan.Zero;
        _counts[IndexOf((ulong)time.Ticks)]++;
        Count++;
        if (time > Max) Max = time;
    }

    /// <summary>The time that a share of the records does not exceed, rounded up to its bucket's end; zero if nothing was recorded.</summary>
    /// <param name="share">0 to 1; 0.99 for the 99th percentile.</param>
    public TimeSpan Percentile(double share)
    {
        if (Count == 0) return TimeSpan.Zero;
        var wanted = Math.Max(1, (long)Math.Ceiling(share * Count));
        var seen = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen < wanted) continue;
            var end = TimeSpan.FromTicks((long)Math.Min(UpperEnd(i), long.MaxValue));
            return end < Max ? end : Max;
        }

        return Max;
    }

    /// <summary>Adds the records of another histogram.</summary>
    public void Add(LatencyHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < _counts.Length; i++) _counts[i] += other._counts[i];
        Count += other.Count;
        if (other.Max > Max) Max = other.Max;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
        Max = TimeSpan.Zero;
    }

    private static int IndexOf(ulong value)
    {
        if (value < SubCount) return (int)value;
        var shift = 63 - BitOperations.LeadingZeroCount(value) - SubBits;
        return ((shift + 1) << SubBits) + (int)((value >> shift) & (SubCount - 1));
    }

    private static ulong UpperEnd(int index)
    {
        if (index < SubCount) return (ulong)index;
        var shift = (index >> SubBits) - 1;
        var low = (ulong)(SubCount + (index & (SubCount - 1))) << shift;
        return low + (1UL << shift) - 1;
    }
}
