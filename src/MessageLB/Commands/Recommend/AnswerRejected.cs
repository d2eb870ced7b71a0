using MessageLB.CommandLine.Commands.Simulate;
using MessageLB.Simulation;

namespace MessageLB.CommandLine.Commands.Recommend;

/// <summary>A change that was simulated and is not worth it.</summary>
/// <param name="Kind">As in a recommendation.</param>
/// <param name="Action">What would be done.</param>
/// <param name="Reason">Why it is not worth it.</param>
/// <param name="P99Ratio">Predicted p99 over that of the present.</param>
/// <param name="MeanRatio">Predicted mean over that of the present.</param>
internal sealed record AnswerRejected(string Kind, string Action, string Reason, AnswerFigure P99Ratio, AnswerFigure MeanRatio)
{
    public static AnswerRejected Of(RejectedChange one) => new(
        AnswerGroup.WordOf(one.Kind),
        one.Action,
        one.Verdict.Reason,
        AnswerFigure.Part(one.Predicted.P99Ratio),
        AnswerFigure.Part(one.Predicted.MeanRatio));
}
