using MessageLB.Core.Groups;

namespace MessageLB.Core.Alerts;

/// <summary>What is known of a destination at a moment.</summary>
/// <param name="Name">Name.</param>
/// <param name="Condition">Condition.</param>
/// <param name="Reason">Why; null when ready.</param>
/// <param name="Tier">Failover tier.</param>
/// <param name="IsQueueLevel">Whether it is judged by its queue, because it sends no heartbeats.</param>
/// <param name="Downs">How often it went down since it was first seen.</param>
public sealed record DestinationFacts(string Name, DestinationCondition Condition, string? Reason, int Tier, bool IsQueueLevel, long Downs)
{
    /// <summary>Time since its last sign of life; null if there was none.</summary>
    public TimeSpan? SinceSeen { get; init; }
}
