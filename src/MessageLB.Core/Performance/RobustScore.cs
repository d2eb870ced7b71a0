namespace MessageLB.Core.Performance;

/// <summary>
/// How far a value lies from those before it, in units of their own spread: the modified z-score of median and median absolute deviation,
/// which up to half of the values may be outliers without bending.
/// </summary>
/// <remarks>Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993), with their limit of 3.5.</remarks>
public static class RobustScore
{
    /// <summary>Fewest values to compare with.</summary>
    public const int LeastValues = 8;

    /// <summary>Score from which on a value is an anomaly.</summary>
    public const double Anomalous = 3.5;

    /// <summary>Largest score, for values that leave what was always the same.</summary>
    public const double Most = 1000;

    // The median absolute deviation of a normal distribution is 0.6745 standard deviations, the mean one 0.7979.
    private const double OfMedian = 0.6745;
    private const double OfMean = 0.7979;

    /// <summary>Score of a value; 0 if there are fewer than <see cref="LeastValues"/> others.</summary>
    /// <param name="value">The value.</param>
    /// <param name="others">What it is compared with, in any order.</param>
    /// <param name="leastSpread">Smallest standard deviation that counts, 0 or more: what is nearly constant would else make an anomaly of any change.</param>
    public static double Of(double value, ReadOnlySpan<double> others, double leastSpread)
    {
        if (others.Length < LeastValues) return 0;
        var median = Median.Of(others);
        var deviations = new double[others.Length];
        for (var i = 0; i < deviations.Length; i++) deviations[i] = Math.Abs(others[i] - median);
        var spread = Median.Of(deviations) / OfMedian;
        // Where more than half are alike the median knows no spread.
        if (spread == 0) spread = deviations.Average() / OfMean;
        spread = Math.Max(spread, leastSpread);
        return spread > 0 ? Math.Clamp((value - median) / spread, -Most, Most) : Most * Math.Sign(value - median);
    }
}
