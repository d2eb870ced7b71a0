namespace MessageLB.Core.Groups;

/// <summary>A transition of a destination, for logs, metrics and alerts.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="Destination">Name of the destination.</param>
/// <param name="From">Condition before; <see cref="DestinationCondition.Unknown"/> if it has just joined.</param>
/// <param name="To">Condition now; null if it was forgotten.</param>
/// <param name="Reason">Why, for a person.</param>
public readonly record struct GroupEvent(string Group, string Destination, DestinationCondition From, DestinationCondition? To, string Reason);
