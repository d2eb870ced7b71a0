using MessageLB.Core.Groups;
using MessageLB.Core.Routing;

namespace MessageLB.Dispatcher.Tests.Shadowing;

/// <summary>Chooses the candidate of a name, or the first one.</summary>
internal sealed class FixedPolicy(string name, string chosen) : IRoutingPolicy
{
    public string Name => name;

    public DestinationState Select(in RoutingContext context, CandidateSet candidates)
    {
        foreach (var candidate in candidates.Items)
        {
            if (candidate.Name == chosen) return candidate;
        }

        return candidates.First;
    }
}
