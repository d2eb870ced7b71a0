using MessageLB.CommandLine.Commands.Simulate;
using MessageLB.Simulation;
using MessageLB.Web.Recommending;

namespace MessageLB.CommandLine.Commands.Recommend;

/// <summary>What would make a group better.</summary>
/// <param name="Group">Its name.</param>
/// <param name="Policy">Routing policy.</param>
/// <param name="OverS">Seconds that were measured.</param>
/// <param name="ArrivalRate">Messages per second.</param>
/// <param name="Load">Part of what the workers can do.</param>
/// <param name="Obstacle">Why nothing is recommended; null if what there is to recommend is there.</param>
/// <param name="Recommendations">What is worth it, the largest gain first.</param>
/// <param name="Rejected">What was simulated and is not.</param>
/// <param name="Findings">What the figures alone show.</param>
/// <param name="Assumptions">What was taken for granted.</param>
/// <param name="Messages">Messages of each run; null if nothing was simulated.</param>
/// <param name="Seeds">Seeds.</param>
/// <param name="Match">The simulated present beside the measured one.</param>
/// <param name="Present">The simulated present; null if nothing was simulated.</param>
internal sealed record AnswerGroup(
    string Group,
    string Policy,
    double OverS,
    double ArrivalRate,
    double Load,
    string? Obstacle,
    IReadOnlyList<AnswerRecommendation> Recommendations,
    IReadOnlyList<AnswerRejected> Rejected,
    IReadOnlyList<FindingResponse> Findings,
    IReadOnlyList<string> Assumptions,
    int? Messages,
    IReadOnlyList<int> Seeds,
    IReadOnlyList<AnswerMatch> Match,
    AnswerCase? Present)
{
    public static AnswerGroup Of(RecommendationReport report) => new(
        report.Situation.Group,
        report.Situation.Policy,
        AnswerFigure.Round(report.Situation.Over.TotalSeconds),
        AnswerFigure.Round(report.Situation.ArrivalRate),
        AnswerFigure.Round(report.Situation.Load),
        report.Obstacle,
        [.. report.Recommendations.Select(AnswerRecommendation.Of)],
        [.. report.Rejected.Select(AnswerRejected.Of)],
        [.. report.Findings.Select(FindingResponse.From)],
        report.Assumptions,
        report.Scenario?.Messages,
        report.Scenario?.Seeds ?? [],
        [.. report.Match.Select(AnswerMatch.Of)],
        report.Present is { } present ? AnswerCase.Of(present) : null);

    /// <summary>The word of a kind.</summary>
    public static string WordOf(RecommendationKind kind) => kind switch
    {
        RecommendationKind.Weights => "weights",
        RecommendationKind.Policy => "policy",
        RecommendationKind.Window => "window",
        RecommendationKind.AddWorkers => "add_workers",
        _ => "remove_workers",
    };
}
