using MessageLB.Measurement;

namespace MessageLB.Core.Performance;

/// <summary>Adds up many histograms, and reads percentiles of them. 2.4 KB. Not thread-safe.</summary>
internal sealed class TimeSums
{
    private readonly long[] _counts = new long[TimeBuckets.Count];

    /// <summary>Messages in all.</summary>
    public long Messages { get; private set; }

    public void Add(TimeHistogram times) => Messages = Saturating.Sum(Messages, times.AddTo(_counts));

    /// <summary>What was added, which is forgotten; null if that was nothing.</summary>
    public TimeHistogram? Take()
    {
        if (Messages == 0) return null;
        var taken = TimeHistogram.Of(0, _counts);
        Clear();
        return taken;
    }

    /// <summary>Forgets what was added.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Messages = 0;
    }

    /// <summary>
    /// Handling time in seconds that a part of the messages does not exceed: that of the message with this rank, but for the error of
    /// <see cref="TimeBuckets"/>; null if there are none.
    /// </summary>
    /// <param name="part">0 to 1; 0.99 for the 99th percentile.</param>
    public double? Percentile(double part)
    {
        if (Messages == 0) return null;
        var rank = Math.Max(1, Math.Ceiling(part * Messages));
        var seen = 0L;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen = Saturating.Sum(seen, _counts[bucket]);
            if (seen >= rank) return TimeBuckets.MiddleSeconds(bucket);
        }

        // Ranks beyond 2^53 are rounded, maybe up.
        return TimeBuckets.MiddleSeconds(Array.FindLastIndex(_counts, count => count > 0));
    }
}
