namespace MessageLB.Web.Api;

/// <summary>All groups, in the order of the configuration.</summary>
/// <param name="Groups">The groups.</param>
public sealed record GroupsResponse(IReadOnlyList<GroupResponse> Groups);
