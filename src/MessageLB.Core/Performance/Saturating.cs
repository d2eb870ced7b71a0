namespace MessageLB.Core.Performance;

/// <summary>Sums that stop at the largest number: workers may tell counts whose sum no number holds.</summary>
internal static class Saturating
{
    /// <param name="one">0 or more.</param>
    /// <param name="other">0 or more.</param>
    public static long Sum(long one, long other) => one > long.MaxValue - other ? long.MaxValue : one + other;
}
