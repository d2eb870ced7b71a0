namespace MessageLB.Web.Recommending;

/// <summary>What is known of all groups that improvements can be judged by.</summary>
/// <param name="Groups">The groups, in the order of the configuration.</param>
public sealed record SituationsResponse(IReadOnlyList<SituationResponse> Groups);
