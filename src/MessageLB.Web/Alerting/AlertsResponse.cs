namespace MessageLB.Web.Alerting;

/// <summary>All alerts.</summary>
/// <param name="Alerts">Those that are pending or fire.</param>
/// <param name="Recent">Those that were resolved, the latest first.</param>
/// <param name="Silences">The silences in force.</param>
/// <param name="Webhooks">Where notices are posted to.</param>
/// <param name="LeftOut">Conditions that made no alert because there were as many as may be, counted once a second.</param>
public sealed record AlertsResponse(
    IReadOnlyList<AlertResponse> Alerts,
    IReadOnlyList<AlertResponse> Recent,
    IReadOnlyList<SilenceResponse> Silences,
    IReadOnlyList<WebhookResponse> Webhooks,
    long LeftOut);
