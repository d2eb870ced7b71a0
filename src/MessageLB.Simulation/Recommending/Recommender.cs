using MessageLB.Core.Recommendations;
using MessageLB.Core.Routing;
using MessageLB.Simulation.Recommending;

namespace MessageLB.Simulation;

/// <summary>
/// Says how a group could do better. Rules propose changes by what was measured; each change and the present setup are simulated with the same arrivals and
/// message sizes; what gains enough, beyond chance, is recommended, if the simulated present is what was measured. Computes for seconds on all
/// cores; thread-safe; the same situation and options give the same report.
/// </summary>
/// <param name="policies">Where routing policies are found.</param>
public sealed class Recommender(RoutingPolicyRegistry policies)
{
    private const int MostNamed = 3;

    /// <summary>Judges a group.</summary>
    /// <param name="situation">What is known of it.</param>
    /// <param name="options">How thoroughly; null for the defaults.</param>
    /// <param name="progress">Told now and then, from several threads; null if nobody wants to know.</param>
    /// <param name="cancellationToken">Ends the runs soon.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public RecommendationReport Recommend(
        GroupSituation situation, RecommenderOptions? options = null, IProgress<SimulationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(situation);
        var given = options ?? new RecommenderOptions();
        var report = new RecommendationReport(situation, Findings.Of(situation)) { Obstacle = Obstacle(situation) };
        if (report.Obstacle is not null) return report;
        var present = SituationScenario.Of(situation, given, out var assumptions);
        var candidates = Candidates.Of(situation, present);
        var scenario = present with { Cases = [present.Cases[0], .. candidates.Select(c => c.Case)] };
        var cases = new Simulator(policies).Run(scenario, progress, cancellationToken).Points[0].Cases;
        var match = PresentMatch.Of(situation, scenario, cases[0]);
        var simulated = report with { Scenario = scenario, Assumptions = assumptions, Present = cases[0], Match = match };
        return match.All(figure => figure.Agrees)
            ? Sort(simulated, candidates, cases, given.LeastGain)
            : simulated with { Obstacle = Mismatch([.. match.Where(figure => !figure.Agrees)]) };
    }

    private string? Obstacle(GroupSituation situation) =>
        situation.Unclear ?? (policies.Knows(situation.Policy) ? null : $"the policy '{situation.Policy}' is not known here, so it cannot be simulated");

    private static RecommendationReport Sort(RecommendationReport report, IReadOnlyList<Candidate> candidates, IReadOnlyList<CaseResult> cases, double leastGain)
    {
        var tried = candidates.Select((c, i) => (Candidate: c, Predicted: cases[i + 1], Verdict: Judge.Of(c.Kind, cases[i + 1], leastGain))).ToList();
        var worth = tried.Where(t => t.Verdict.IsWorthIt).ToList();
        // Of several policies the best is enough, and of several workers to take away the most.
        var policy = worth.Where(t => t.Candidate.Kind == RecommendationKind.Policy).OrderByDescending(t => t.Verdict.Gain).FirstOrDefault().Candidate;
        var fewer = worth.Where(t => t.Candidate.Kind == RecommendationKind.RemoveWorkers).OrderBy(t => t.Predicted.Destinations.Count).FirstOrDefault().Candidate;
        var (recommended, others) = (new List<Recommendation>(), new List<RejectedChange>());
        foreach (var (one, predicted, verdict) in tried)
        {
            var better = one.Kind == RecommendationKind.Policy ? policy : one.Kind == RecommendationKind.RemoveWorkers ? fewer : one;
            if (verdict.IsWorthIt && one == better) recommended.Add(new Recommendation(one.Kind, one.Action, one.Why, one.Changes, predicted, verdict));
            else others.Add(new RejectedChange(one.Kind, one.Action, predicted, verdict.IsWorthIt ? verdict with { IsWorthIt = false, Reason = $"{better!.Case.Name} is better" } : verdict));
        }

        return report with { Recommendations = [.. recommended.OrderByDescending(r => r.Verdict.Gain)], Rejected = others };
    }

    private static string Mismatch(IReadOnlyList<PresentFigure> apart)
    {
        var named = apart.Take(MostNamed).Select(f => $"{f.Name} is {Show(f, f.Measured)} and simulated as {Show(f, f.Simulated)}");
        var more = apart.Count > MostNamed ? $", and {apart.Count - MostNamed} more differ" : "";
        return $"the simulated present is not what was measured, so nothing it predicts would be worth much: {string.Join(", ", named)}{more}. Was the setup changed, or did workers come and go, within that time?";
    }

    private static string Show(PresentFigure figure, double value) => figure.IsTime ? ReportText.Time(value) : ReportText.Share(value);
}
