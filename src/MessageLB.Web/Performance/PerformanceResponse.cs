namespace MessageLB.Web.Performance;

/// <summary>How all groups do.</summary>
/// <param name="Groups">The groups, in the order of the configuration.</param>
public sealed record PerformanceResponse(IReadOnlyList<GroupPerformanceResponse> Groups);
