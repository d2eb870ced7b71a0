using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// The first candidate in the order of slots, which is the order of listing, then of joining: fills one destination to its window
/// before the next gets anything, so that the last ones can be switched off (HAProxy's <c>first</c>). Weights do not count. O(1).
/// </summary>
internal sealed class FirstPolicy : IRoutingPolicy
{
    public const string PolicyName = "first";

    public string Name => PolicyName;

    public DestinationState? Select(in RoutingContext context, CandidateSet candidates) => candidates.First;

    public double Score(in RoutingContext context, DestinationState destination) => destination.Slot;
}
