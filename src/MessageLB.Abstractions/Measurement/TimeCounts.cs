namespace MessageLB.Measurement;

/// <summary>How many times fell into each bucket of <see cref="TimeBuckets"/>, of those from the first to the last that has any. Immutable; the default has none.</summary>
/// <param name="First">The bucket of the first count.</param>
/// <param name="Counts">The counts of that bucket and of those after it, 0 or more each. <value>At most <see cref="TimeBuckets.Count"/> - <paramref name="First"/>.</value></param>
public readonly record struct TimeCounts(int First, ReadOnlyMemory<long> Counts)
{
    /// <summary>Whether nothing was counted.</summary>
    public bool IsEmpty => Counts.IsEmpty;

    /// <summary>The count of a bucket; 0 outside of <see cref="Counts"/>.</summary>
    /// <param name="bucket">Any.</param>
    public long this[int bucket] => (uint)(bucket - First) < (uint)Counts.Length ? Counts.Span[bucket - First] : 0;
}
