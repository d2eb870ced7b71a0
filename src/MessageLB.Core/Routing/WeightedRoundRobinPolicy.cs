using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// Each destination in turn, in proportion to its weight: exact and evenly interleaved. Up to <see cref="LargestSmooth"/> destinations
/// by NGINX's smooth scheme, O(n); beyond by earliest deadline first, O(log n), as Envoy and gRPC do.
/// </summary>
internal sealed class WeightedRoundRobinPolicy : IRoutingPolicy
{
    public const string PolicyName = "weighted_round_robin";

    /// <summary>Destinations up to which looking at all of them is the quickest.</summary>
    public const int LargestSmooth = 64;

    private readonly SmoothSchedule _smooth = new();
    private readonly DeadlineSchedule _deadlines = new();
    private bool _isSmooth;

    public string Name => PolicyName;

    public void Rebase(GroupSnapshot group, Random random)
    {
        _isSmooth = group.Eligible.Length <= LargestSmooth;
        if (_isSmooth) _smooth.Rebase(group);
        else _deadlines.Rebase(group, random, Weight);
    }

    public void Refresh(DestinationState destination, bool isCandidate)
    {
        if (_isSmooth) _smooth.Refresh(destination, isCandidate);
        else _deadlines.Refresh(destination, isCandidate, Weight(destination));
    }

    public DestinationState? Select(in RoutingContext context, CandidateSet candidates) =>
        _isSmooth ? _smooth.Next() : candidates.AtSlot(_deadlines.Next(context.Random));

    public double Score(in RoutingContext context, DestinationState destination) =>
        _isSmooth ? -_smooth.Owed(destination) : _deadlines.Deadline(destination);

    private static double Weight(DestinationState destination) => Math.Max(1, destination.Weight);
}
