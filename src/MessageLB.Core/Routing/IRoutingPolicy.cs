using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// Chooses a destination. An instance belongs to one <see cref="DestinationPicker"/> and is called by one thread at a time, so it may
/// keep plain state; state per destination is best kept in an array indexed by <see cref="DestinationState.Slot"/>.
/// </summary>
public interface IRoutingPolicy
{
    /// <summary>Identifier used in configuration, compared without case.</summary>
    string Name { get; }

    /// <summary>
    /// Index into <paramref name="eligible"/>, which holds the destinations of the group that had credit a moment ago, at least one, in
    /// the order of their slots. Not asked in a group of one. Must not allocate, block or take credit.
    /// </summary>
    int Select(in RoutingContext context, ReadOnlySpan<DestinationState> eligible);
}
