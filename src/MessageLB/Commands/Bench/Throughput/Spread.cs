using MessageLB.CommandLine.Commands.Bench.Latency;

namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>A figure over all rounds.</summary>
/// <param name="Median">Middle one; the mean of the two middle ones if their number is even.</param>
/// <param name="Min">Smallest.</param>
/// <param name="Max">Largest.</param>
internal sealed record Spread(double Median, double Min, double Max)
{
    private const int Digits = 3;

    /// <summary>Of at least one value.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        var all = values.ToList();
        return new Spread(Math.Round(LatencyFigures.Median(all), Digits), Math.Round(all.Min(), Digits), Math.Round(all.Max(), Digits));
    }

    /// <summary>Of the values that are known; null if one of them is not.</summary>
    public static Spread? OfKnown(IEnumerable<double?> values)
    {
        var all = values.ToList();
        return all.Contains(null) ? null : Of(all.Select(value => value!.Value));
    }
}
