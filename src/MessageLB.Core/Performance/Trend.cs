namespace MessageLB.Core.Performance;

/// <summary>
/// Whether values in a row rise or fall, and how fast. The test is Mann and Kendall's, which asks only how many pairs rise and so is not
/// misled by single outliers nor by a distribution that is not normal; the slope is Theil and Sen's, the median of the slopes of all pairs.
/// </summary>
/// <param name="Slope">Change from one value to the next; 0 for fewer than two values.</param>
/// <param name="Score">Standard score of the test, positive for a rise; 0 if there are too few values.</param>
/// <remarks>
/// Mann, Nonparametric tests against trend, Econometrica 13 (1945); Kendall, Rank Correlation Methods (1975), for ties; Sen, Estimates of
/// the regression coefficient based on Kendall's tau, JASA 63 (1968).
/// </remarks>
public readonly record struct Trend(double Slope, double Score)
{
    /// <summary>Fewest values that are judged: of fewer nearly all pairs would have to rise.</summary>
    public const int LeastValues = 8;

    /// <summary>Score from which on a trend is significant: of rows without any, fewer than one in a hundred have it, of those of twelve one in two hundred.</summary>
    public const double Significant = 2.576;

    /// <summary>Whether there is a trend.</summary>
    public bool IsSignificant => Math.Abs(Score) >= Significant;

    /// <summary>Judges values at equal distances, the oldest first. Takes time in proportion to the square of their number.</summary>
    /// <param name="values">Finite numbers.</param>
    public static Trend Of(ReadOnlySpan<double> values)
    {
        if (values.Length < 2) return default;
        var slopes = new double[values.Length * (values.Length - 1) / 2];
        var (pairs, rising) = (0, 0);
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = i + 1; j < values.Length; j++)
            {
                slopes[pairs++] = (values[j] - values[i]) / (j - i);
                rising += Math.Sign(values[j] - values[i]);
            }
        }

        Array.Sort(slopes);
        return new Trend(Median.OfSorted(slopes), values.Length < LeastValues ? 0 : ScoreOf(values, rising));
    }

    private static double ScoreOf(ReadOnlySpan<double> values, int rising)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var variance = Term(values.Length);
        for (var i = 0; i < sorted.Length;)
        {
            var alike = 1;
            while (i + alike < sorted.Length && sorted[i + alike] == sorted[i]) alike++;
            variance -= Term(alike);
            i += alike;
        }

        // One less, towards zero: the sum moves in steps of two, the normal distribution does not.
        return variance <= 0 ? 0 : (rising - Math.Sign(rising)) / Math.Sqrt(variance / 18);
    }

    private static double Term(int n) => n * (n - 1.0) * ((2 * n) + 5);
}
