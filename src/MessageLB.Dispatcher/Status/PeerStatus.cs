namespace MessageLB.Dispatcher.Status;

/// <summary>One of the dispatchers that share the work.</summary>
/// <param name="Id">Identifier of the process, as in the header <c>messagelb-dispatcher</c>.</param>
/// <param name="State"><c>ready</c> or <c>stopping</c>.</param>
/// <param name="StartedAt">Start of the process by its own clock; null if it does not say.</param>
/// <param name="Groups">Number of groups that it serves.</param>
/// <param name="LastSeen">Time since its last beat; null for the dispatcher that tells.</param>
public sealed record PeerStatus(string Id, string State, DateTimeOffset? StartedAt, int Groups, TimeSpan? LastSeen);
