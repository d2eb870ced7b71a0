namespace MessageLB.Core.Performance;

/// <summary>The value in the middle.</summary>
internal static class Median
{
    /// <summary>Of sorted values, one at least: the mean of the two in the middle if their number is even.</summary>
    public static double OfSorted(double[] sorted) =>
        sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;

    /// <summary>Of values in any order, one at least.</summary>
    public static double Of(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return OfSorted(sorted);
    }
}
