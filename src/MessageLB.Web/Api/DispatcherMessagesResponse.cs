namespace MessageLB.Web.Api;

/// <summary>Messages of other dispatchers since this one's start.</summary>
/// <param name="Accepted">Taken into account.</param>
/// <param name="Rejected">Refused: malformed, stale, spoofed, or of no live dispatcher.</param>
public sealed record DispatcherMessagesResponse(long Accepted, long Rejected);
