using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// Any candidate with equal chance. Knows nothing and keeps nothing, so that any number of dispatchers get along without going in
/// step, and whoever stands next to one without credit gets no more than the others. O(1).
/// </summary>
internal sealed class RandomPolicy : IRoutingPolicy
{
    public const string PolicyName = "random";

    public string Name => PolicyName;

    public DestinationState? Select(in RoutingContext context, CandidateSet candidates) => candidates[context.Random.Next(candidates.Count)];
}
