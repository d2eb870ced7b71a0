namespace MessageLB.Web.Distribution;

/// <summary>Who got what in all groups.</summary>
/// <param name="Groups">The groups, in the order of the configuration.</param>
public sealed record DistributionResponse(IReadOnlyList<GroupDistributionResponse> Groups);
