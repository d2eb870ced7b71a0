using MessageLB.Dispatcher.Status;

namespace MessageLB.Web.Api;

/// <summary>One of the dispatchers that share the work.</summary>
/// <param name="Id">Identifier of the process.</param>
/// <param name="State"><c>ready</c> or <c>stopping</c>.</param>
/// <param name="StartedAt">Start of the process by its own clock; null if unknown.</param>
/// <param name="Groups">Number of groups that it serves.</param>
/// <param name="LastSeenMs">Time since its last beat, in milliseconds; null for the dispatcher that answers.</param>
public sealed record PeerResponse(string Id, string State, DateTimeOffset? StartedAt, int Groups, double? LastSeenMs)
{
    internal static PeerResponse From(PeerStatus peer) => new(
        peer.Id,
        peer.State,
        peer.StartedAt,
        peer.Groups,
        peer.LastSeen is { } seen ? Math.Round(seen.TotalMilliseconds) : null);
}
