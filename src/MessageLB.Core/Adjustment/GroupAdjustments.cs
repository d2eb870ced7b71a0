namespace MessageLB.Core.Adjustment;

/// <summary>The weights of a group, and what became of them lately.</summary>
/// <param name="Group">Its name.</param>
/// <param name="IsActive">Whether they are adjusted.</param>
/// <param name="Inactive">Why they are not; null if they are.</param>
/// <param name="Interval">Time between two adjustments.</param>
/// <param name="Now">The time on the clock of the group that <see cref="LoadAdjustment.At"/> is of.</param>
/// <param name="Weights">The weights, in the order of the destinations' names.</param>
/// <param name="Recent">The latest adjustments, the newest first. At most 200.</param>
public sealed record GroupAdjustments(
    string Group,
    bool IsActive,
    string? Inactive,
    TimeSpan Interval,
    TimeSpan Now,
    IReadOnlyList<DestinationWeight> Weights,
    IReadOnlyList<LoadAdjustment> Recent);
