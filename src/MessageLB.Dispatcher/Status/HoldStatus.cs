namespace MessageLB.Dispatcher.Status;

/// <summary>What a group has in hold.</summary>
/// <param name="Messages">Messages that are with a worker while their ingress deliveries wait for the result.</param>
/// <param name="Bytes">Bytes of their bodies.</param>
/// <param name="LateResults">Results since the dispatcher's start that no message waited for.</param>
/// <param name="RejectedReports">Reports since then that were malformed.</param>
public sealed record HoldStatus(int Messages, long Bytes, long LateResults, long RejectedReports);
