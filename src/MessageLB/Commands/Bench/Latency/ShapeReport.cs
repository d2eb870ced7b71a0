namespace MessageLB.CommandLine.Commands.Bench.Latency;

/// <summary>A shape over all rounds.</summary>
/// <param name="Name">Name.</param>
/// <param name="Setting">What else is set.</param>
/// <param name="MedianMs">Median over the rounds of each figure.</param>
/// <param name="Ratio">Of each figure to that of the first shape in the same round; null for the first shape.</param>
/// <param name="Rounds">The rounds.</param>
internal sealed record ShapeReport(string Name, string Setting, LatencyFigures MedianMs, RatioReport? Ratio, IReadOnlyList<RunFigures> Rounds)
{
    private const int Digits = 3;

    public static ShapeReport Of(ILatencyShape shape, IReadOnlyList<RunFigures> rounds, IReadOnlyList<RunFigures>? yardstick) => new(
        shape.Name,
        shape.Setting,
        LatencyFigures.Combine([.. rounds.Select(r => r.ResponseMs)], LatencyFigures.Median).Round(Digits),
        yardstick is null ? null : RatioReport.Of([.. rounds.Zip(yardstick, (mine, other) => mine.ResponseMs.Over(other.ResponseMs))]),
        [.. rounds.Select(Rounded)]);

    private static RunFigures Rounded(RunFigures run) => run with
    {
        ResponseMs = run.ResponseMs.Round(Digits),
        PublishLagMs = run.PublishLagMs.Round(Digits),
        WaitErrorMs = run.WaitErrorMs.Round(Digits),
    };
}
