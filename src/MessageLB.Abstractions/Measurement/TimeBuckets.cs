using System.Numerics;

namespace MessageLB.Measurement;

/// <summary>
/// The buckets that handling times are counted in, on the wire and in sliding windows: eight to each doubling, of whole microseconds. Whoever takes the
/// middle of a bucket for a time in it is off by at most <see cref="RelativeError"/> of the time, or half a microsecond if that is more, whatever the range.
/// </summary>
/// <remarks>The scheme of HdrHistogram (Gil Tene) with three bits of precision. Part of the worker protocol: it never changes within a version.</remarks>
public static class TimeBuckets
{
    /// <summary>Number of buckets. The last one holds everything from 11.9 days on.</summary>
    public const int Count = 304;

    /// <summary>Largest error of a bucket's middle, as a part of the time.</summary>
    public const double RelativeError = 1.0 / 16;

    private const int SubBits = 3;
    private const int SubCount = 1 << SubBits;
    private const double MicrosecondsPerSecond = 1e6;

    /// <summary>The bucket of a time, 0 to <see cref="Count"/> - 1; a negative time counts as zero.</summary>
    public static int IndexOf(TimeSpan time)
    {
        if (time.Ticks < SubCount * TimeSpan.TicksPerMicrosecond) return (int)Math.Max(0, time.Ticks / TimeSpan.TicksPerMicrosecond);
        var value = (ulong)(time.Ticks / TimeSpan.TicksPerMicrosecond);
        var shift = BitOperations.Log2(value) - SubBits;
        return Math.Min(((shift + 1) << SubBits) + (int)((value >> shift) & (SubCount - 1)), Count - 1);
    }

    /// <summary>The middle of a bucket in seconds.</summary>
    /// <param name="bucket">0 to <see cref="Count"/> - 1.</param>
    public static double MiddleSeconds(int bucket)
    {
        if (bucket < SubCount) return (bucket + 0.5) / MicrosecondsPerSecond;
        var shift = (bucket >> SubBits) - 1;
        return (SubCount + (bucket & (SubCount - 1)) + 0.5) * (1L << shift) / MicrosecondsPerSecond;
    }
}
