using MessageLB.Web.Api;

namespace MessageLB.Web.Health;

/// <summary>Answer of the health endpoints.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c> or <c>not_ready</c>.</param>
/// <param name="Reasons">Why it is not ready, for people; empty if it is.</param>
/// <param name="Broker">Contact with the broker; null in the answer about liveness.</param>
/// <param name="Groups">How many destinations each group has; null in the answer about liveness.</param>
public sealed record HealthResponse(
    string Status,
    IReadOnlyList<string> Reasons,
    BrokerResponse? Broker,
    IReadOnlyList<GroupHealthResponse>? Groups);
