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
    /// Index into <paramref name="eligible"/>, which holds two or more destinations that had credit a moment ago, in the order of
    /// their slots. Must not allocate, block or take credit.
    /// </summary>
    int Select(in RoutingContext context, ReadOnlySpan<DestinationState> eligible);
}
