using MessageLB.Core.Performance;

namespace MessageLB.Core.Distribution;

/// <summary>Compares what destinations got with what they should have got. Pure.</summary>
internal static class DistributionReader
{
    /// <summary>A difference below this part of what is expected is none worth a word, however many messages show it.</summary>
    public const double Tolerance = 0.05;

    /// <summary>Reads one window of a group.</summary>
    /// <param name="basis">What shares are expected from.</param>
    /// <param name="length">Length of the window.</param>
    /// <param name="over">How long the figures are of.</param>
    /// <param name="destinations">What was counted at each destination that is there, and how each step went.</param>
    public static WindowDistribution Read(ShareBasis basis, TimeSpan length, TimeSpan over, IReadOnlyList<WindowCount> destinations)
    {
        var (failedOver, predicted, off) = (destinations.Sum(d => d.Counted.FailedOver), destinations.Sum(d => d.Counted.PredictedSeconds), destinations.Sum(d => d.Counted.OffSeconds));
        var (handed, compared, expected) = (destinations.Sum(d => d.Counted.Handed), destinations.Sum(d => d.Counted.Compared), destinations.Sum(d => d.Counted.Expected));
        var comparable = basis != ShareBasis.None && compared > 0 && expected > 0;
        return new WindowDistribution(
            length,
            over,
            handed,
            comparable ? compared : 0,
            comparable ? Fairness.Jain([.. destinations.Where(d => d.Counted.Expected > 0).Select(d => d.Counted.Compared / d.Counted.Expected)]) : null,
            comparable ? Misplaced(destinations.Select(d => d.Counted)) : null,
            basis == ShareBasis.None ? [] : OverTime(destinations),
            handed > 0 ? (double)failedOver / handed : 0,
            predicted > 0 ? off / predicted : null,
            [.. destinations.Select(d => Share(d, handed, comparable ? (compared, expected) : null, judged: basis != ShareBasis.Keys))]);
    }

    private static DestinationShare Share(WindowCount one, long handed, (long Compared, double Expected)? all, bool judged)
    {
        var actual = handed > 0 ? (double)one.Counted.Handed / handed : 0;
        if (all is not { } sum) return new DestinationShare(one.Destination, one.Counted.Handed, actual, null, null, null, false);
        var (share, expected) = ((double)one.Counted.Compared / sum.Compared, one.Counted.Expected / sum.Expected);
        var band = ShareBand.Of(one.Counted.Compared, sum.Compared);
        var isSkewed = judged && !band.Contains(expected) && Math.Abs(share - expected) > Tolerance * expected;
        return new DestinationShare(one.Destination, one.Counted.Handed, actual, share, expected, band, isSkewed);
    }

    // What one has too much others have too little, so half of all differences has to move.
    private static double? Misplaced(IEnumerable<PerformanceCounters> counted)
    {
        var (all, off) = (0L, 0.0);
        foreach (var one in counted)
        {
            all += one.Compared;
            off += Math.Abs(one.Compared - one.Expected);
        }

        return all > 0 ? Math.Min(1, off / 2 / all) : null;
    }

    // Those who joined later have fewer steps; all end now.
    private static double?[] OverTime(IReadOnlyList<WindowCount> destinations)
    {
        var steps = destinations.Count == 0 ? 0 : destinations.Max(d => d.Steps.Count);
        var over = new double?[steps];
        for (var age = 0; age < steps; age++)
            over[steps - 1 - age] = Misplaced(destinations.Where(d => d.Steps.Count > age).Select(d => d.Steps[^(age + 1)].Counted));
        return over;
    }
}
