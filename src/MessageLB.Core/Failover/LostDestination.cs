using MessageLB.Core.Groups;

namespace MessageLB.Core.Failover;

/// <summary>A destination whose messages are to be rescued.</summary>
/// <param name="State">The destination.</param>
/// <param name="Reason">What happened to it, for a person.</param>
/// <param name="LostFor">How long it has been so, on the attended clock.</param>
/// <param name="IsDead">Whether its workers died or fell silent, so that what they had in hand may be the cause.</param>
/// <param name="IsQueueLevel">Whether it is judged by its queue (level 0), and its books are set by looks at that.</param>
public readonly record struct LostDestination(DestinationState State, string Reason, TimeSpan LostFor, bool IsDead, bool IsQueueLevel)
{
    /// <summary>Its condition.</summary>
    public DestinationCondition Condition { get; init; }
}
