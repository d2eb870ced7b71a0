using MessageLB.CommandLine.Commands.Simulate;
using MessageLB.Simulation;

namespace MessageLB.CommandLine.Commands.Recommend;

/// <summary>A change that is worth it.</summary>
/// <param name="Kind"><c>weights</c>, <c>policy</c>, <c>window</c>, <c>add_workers</c> or <c>remove_workers</c>.</param>
/// <param name="Action">What is to be done.</param>
/// <param name="Why">What was measured that speaks for it.</param>
/// <param name="Changes">Settings to change.</param>
/// <param name="Measure">What the gain is of: <c>p99</c> or <c>mean</c>.</param>
/// <param name="Gain">Part of it that is gained.</param>
/// <param name="Predicted">What the simulator predicts.</param>
internal sealed record AnswerRecommendation(
    string Kind, string Action, string Why, IReadOnlyList<ConfigChange> Changes, string Measure, AnswerFigure Gain, AnswerCase Predicted)
{
    public static AnswerRecommendation Of(Recommendation one) => new(
        AnswerGroup.WordOf(one.Kind),
        one.Action,
        one.Why,
        one.Changes,
        one.Verdict.Measure,
        AnswerFigure.Part(new Estimate(one.Verdict.Gain, one.Verdict.HalfWidth)),
        AnswerCase.Of(one.Predicted));
}
