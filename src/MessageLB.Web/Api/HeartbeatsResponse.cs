namespace MessageLB.Web.Api;

/// <summary>Heartbeats since the dispatcher's start.</summary>
/// <param name="Accepted">Taken into account.</param>
/// <param name="Rejected">Refused: malformed, stale, spoofed, or for an unknown group.</param>
public sealed record HeartbeatsResponse(long Accepted, long Rejected);
