namespace MessageLB.CommandLine.Commands.Bench.Latency;

/// <summary>Ratios to the first shape, each of a round to the same round.</summary>
/// <param name="Median">Median over the rounds.</param>
/// <param name="Min">Smallest.</param>
/// <param name="Max">Largest.</param>
internal sealed record RatioReport(LatencyFigures Median, LatencyFigures Min, LatencyFigures Max)
{
    private const int Digits = 3;

    public static RatioReport Of(IReadOnlyCollection<LatencyFigures> ratios) => new(
        LatencyFigures.Combine(ratios, LatencyFigures.Median).Round(Digits),
        LatencyFigures.Combine(ratios, Enumerable.Min).Round(Digits),
        LatencyFigures.Combine(ratios, Enumerable.Max).Round(Digits));
}
