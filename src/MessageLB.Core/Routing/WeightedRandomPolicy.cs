using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>Any candidate with a chance in proportion to its weight. O(log n).</summary>
internal sealed class WeightedRandomPolicy : IRoutingPolicy
{
    public const string PolicyName = "weighted_random";

    private readonly SumTree _weights = new();

    public string Name => PolicyName;

    public void Rebase(GroupSnapshot group, Random random) => _weights.Reset(group.Slots);

    public void Refresh(DestinationState destination, bool isCandidate)
    {
        _weights.Set(destination.Slot, isCandidate ? Math.Max(1, destination.Weight) : 0);
    }

    public DestinationState? Select(in RoutingContext context, CandidateSet candidates) =>
        candidates.AtSlot(_weights.At(context.Random.NextInt64(_weights.Total)));
}
