using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// Chooses a destination. An instance belongs to one <see cref="DestinationPicker"/> and is called by one thread at a time, so it may
/// keep plain state. Only <see cref="Name"/> and <see cref="Select"/> are needed; a policy that keeps an index of its own, so as not
/// to look at every candidate, is told of what changes by the other two.
/// </summary>
public interface IRoutingPolicy
{
    /// <summary>Identifier used in configuration, compared without case.</summary>
    string Name { get; }

    /// <summary>
    /// Whether it goes by load alone, whatever the message: then in a large group of workers with very short messages its choice may count for
    /// some messages in a row (<see cref="DestinationState.SeriesLength"/>), and it is not asked for each. Default false.
    /// </summary>
    bool GoesByLoad => false;

    /// <summary>
    /// The group has another set of destinations, or another weight or cost. <see cref="Refresh"/> follows for each destination of it.
    /// </summary>
    /// <param name="group">The destinations from now on, those without credit included.</param>
    /// <param name="random">The picker's source of randomness.</param>
    void Rebase(GroupSnapshot group, Random random)
    {
    }

    /// <summary>
    /// Something about a destination may have changed: credit, in flight, concurrency, service time, health. Called before the next
    /// <see cref="Select"/>, once for any number of changes. Must not allocate or block.
    /// </summary>
    /// <param name="destination">One of the group's destinations.</param>
    /// <param name="isCandidate">Whether it has credit.</param>
    void Refresh(DestinationState destination, bool isCandidate)
    {
    }

    /// <summary>
    /// One of <paramref name="candidates"/>, of which there is at least one; null to hold the message until something changes, because
    /// the only destination that may get it is none of them. Those behind it wait too. Not asked in a group of one. Must not allocate,
    /// block or take credit: the picker takes it, and if somebody else was faster it calls <see cref="Refresh"/> and asks again.
    /// </summary>
    DestinationState? Select(in RoutingContext context, CandidateSet candidates);

    /// <summary>
    /// What the policy goes by, for explanations: of two candidates the one with the smaller figure comes first. NaN if the policy has
    /// no such figure. Never asked in the course of a pick.
    /// </summary>
    double Score(in RoutingContext context, DestinationState destination) => double.NaN;

    /// <summary>
    /// Why the policy leaves a candidate out for this message, for explanations and for a person: "over its bound: 12 in flight, 10 are
    /// allowed". Null if it does not. Never asked in the course of a pick.
    /// </summary>
    string? Objection(in RoutingContext context, DestinationState candidate) => null;
}
