using MessageLB.Core.Alerts;

namespace MessageLB.Dispatcher.Alerting;

/// <summary>A picture of the alerts.</summary>
/// <param name="Active">Those that are pending or fire, in the order of their names.</param>
/// <param name="Recent">Those that were resolved, the latest first; the last 200.</param>
/// <param name="Silences">The silences in force, those of the configuration first.</param>
/// <param name="LeftOut">Conditions since the start that made no alert because there were as many as may be, counted once a second.</param>
public sealed record AlertsStatus(IReadOnlyList<Alert> Active, IReadOnlyList<Alert> Recent, IReadOnlyList<Silence> Silences, long LeftOut)
{
    /// <summary>Notices that webhooks took, gave up or left out, since the start, by the webhook's address without its path.</summary>
    public IReadOnlyList<WebhookStatus> Webhooks { get; init; } = [];
}
