using MessageLB.Simulation;

namespace MessageLB.CommandLine.Commands.Simulate;

/// <summary>All cases at one value of the sweep.</summary>
/// <param name="Value">The value; null without a sweep.</param>
/// <param name="Cases">The cases in the order of the scenario.</param>
internal sealed record AnswerPoint(double? Value, IReadOnlyList<AnswerCase> Cases)
{
    public static AnswerPoint Of(PointResult point, SweepParameter? sweep) => new(
        sweep == SweepParameter.FeedbackDelay ? AnswerFigure.Milliseconds(point.Value ?? 0) : point.Value,
        [.. point.Cases.Select(AnswerCase.Of)]);
}
