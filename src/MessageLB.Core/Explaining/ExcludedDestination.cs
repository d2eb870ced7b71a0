using MessageLB.Core.Groups;

namespace MessageLB.Core.Explaining;

/// <summary>A destination that could not get the message, and why.</summary>
/// <param name="Name">Name.</param>
/// <param name="Cause">Which rule kept it out.</param>
/// <param name="Condition">Its condition.</param>
/// <param name="Reason">Why, for a person.</param>
/// <param name="InFlight">Messages in flight there.</param>
/// <param name="Window">Most in flight.</param>
/// <param name="Weight">Weight.</param>
public sealed record ExcludedDestination(
    string Name,
    ExclusionCause Cause,
    DestinationCondition Condition,
    string Reason,
    int InFlight,
    int Window,
    double Weight);
