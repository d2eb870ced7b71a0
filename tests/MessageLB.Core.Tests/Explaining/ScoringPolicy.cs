using MessageLB.Core.Groups;
using MessageLB.Core.Routing;

namespace MessageLB.Core.Tests.Explaining;

/// <summary>Chooses whom the test says, with scores and objections that the test says.</summary>
internal sealed class ScoringPolicy(string chosen, Func<DestinationState, double> score, Func<DestinationState, string?>? objection = null) : IRoutingPolicy
{
    public string Name => "scoring";

    public DestinationState Select(in RoutingContext context, CandidateSet candidates)
    {
        foreach (var candidate in candidates.Items)
        {
            if (candidate.Name == chosen) return candidate;
        }

        return candidates.First;
    }

    public double Score(in RoutingContext context, DestinationState destination) => score(destination);

    public string? Objection(in RoutingContext context, DestinationState candidate) => objection?.Invoke(candidate);
}
