using MessageLB.Simulation;

namespace MessageLB.CommandLine.Commands.Simulate;

/// <summary>What one case came to.</summary>
/// <param name="Name">The case.</param>
/// <param name="MeanMs">Mean response time.</param>
/// <param name="P50Ms">Median.</param>
/// <param name="P90Ms">90th percentile.</param>
/// <param name="P99Ms">99th percentile.</param>
/// <param name="P999Ms">99.9th percentile.</param>
/// <param name="P99Ratio">99th percentile over the baseline's.</param>
/// <param name="MeanRatio">Mean over the baseline's.</param>
/// <param name="Success">Part of the messages within the objective; null without one.</param>
/// <param name="Unfinished">Messages not completed at the end, over all seeds.</param>
/// <param name="Destinations">What each worker got.</param>
internal sealed record AnswerCase(
    string Name,
    AnswerFigure MeanMs,
    AnswerFigure P50Ms,
    AnswerFigure P90Ms,
    AnswerFigure P99Ms,
    AnswerFigure P999Ms,
    AnswerFigure P99Ratio,
    AnswerFigure MeanRatio,
    AnswerFigure? Success,
    long Unfinished,
    IReadOnlyList<AnswerDestination> Destinations)
{
    public static AnswerCase Of(CaseResult one) => new(
        one.Name,
        AnswerFigure.Time(one.Mean),
        AnswerFigure.Time(one.P50),
        AnswerFigure.Time(one.P90),
        AnswerFigure.Time(one.P99),
        AnswerFigure.Time(one.P999),
        AnswerFigure.Part(one.P99Ratio),
        AnswerFigure.Part(one.MeanRatio),
        one.Success is { } success ? AnswerFigure.Part(success) : null,
        one.Unfinished,
        [.. one.Destinations.Select(AnswerDestination.Of)]);
}
