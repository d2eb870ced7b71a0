using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// Each destination in turn, in proportion to weight × <see cref="DestinationState.HealthScore"/>, by <see cref="DeadlineSchedule"/>: a
/// change of health stretches or shortens the wait for the next turn at once. O(log n).
/// </summary>
internal sealed class HealthBasedPolicy : IRoutingPolicy
{
    public const string PolicyName = "health_based";

    /// <summary>Health that everybody counts as at least: without a message now and then nobody could show that it is well again.</summary>
    public const double LeastHealth = 0.01;

    private readonly DeadlineSchedule _turns = new();

    public string Name => PolicyName;

    public void Rebase(GroupSnapshot group, Random random) => _turns.Rebase(group, random, Weight);

    public void Refresh(DestinationState destination, bool isCandidate) => _turns.Refresh(destination, isCandidate, Weight(destination));

    public DestinationState? Select(in RoutingContext context, CandidateSet candidates) => candidates.AtSlot(_turns.Next(context.Random));

    public double Score(in RoutingContext context, DestinationState destination) => _turns.Deadline(destination);

    private static double Weight(DestinationState destination) => Math.Max(1, destination.Weight) * Math.Max(LeastHealth, destination.HealthScore);
}
