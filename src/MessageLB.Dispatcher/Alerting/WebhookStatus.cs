namespace MessageLB.Dispatcher.Alerting;

/// <summary>A picture of a webhook. Counters run since its start.</summary>
/// <param name="Target">Scheme, host and port; what follows may be a secret.</param>
/// <param name="Delivered">Notices that it took.</param>
/// <param name="Failed">Notices that were given up.</param>
/// <param name="Dropped">Notices that gave way to newer ones because too many waited.</param>
/// <param name="Waiting">Notices that wait.</param>
/// <param name="LastError">Why the last attempt failed; null if it did not.</param>
public sealed record WebhookStatus(string Target, long Delivered, long Failed, long Dropped, int Waiting, string? LastError);
