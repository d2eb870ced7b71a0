using System.Diagnostics.Metrics;
using MessageLB.Core.Alerts;
using MessageLB.Dispatcher.Alerting;

namespace MessageLB.Dispatcher.Telemetry;

public sealed partial class DispatcherInstruments
{
    private static readonly string[] AlertStates = ["pending", "firing", "silenced", "inhibited"];

    private static void CreateAlertInstruments(Meter meter, IAlerts alerts)
    {
        meter.CreateObservableUpDownCounter("messagelb.alerts", () => ObserveAlerts(alerts), "{alert}", "Alerts that are pending or fire; those that fire and are kept quiet have a state of their own.");
        meter.CreateObservableCounter("messagelb.webhook.notices", () => ObserveWebhooks(alerts), "{notice}", "Notices of alerts that webhooks took, that were given up, or gave way to newer ones.");
    }

    private static IEnumerable<Measurement<long>> ObserveAlerts(IAlerts alerts)
    {
        var active = alerts.Read().Active;
        return
            from state in AlertStates
            from severity in Enum.GetValues<AlertSeverity>()
            select new Measurement<long>(
                active.Count(alert => alert.Rule.Severity == severity && StateOf(alert) == state),
                Tag(MessageLBTelemetry.StateTag, state),
                Tag(MessageLBTelemetry.SeverityTag, severity.ToString().ToLowerInvariant()));
    }

    private static string StateOf(Alert alert) =>
        alert.Status == AlertStatus.Pending ? "pending" : alert.SilencedBy is not null ? "silenced" : alert.InhibitedBy is not null ? "inhibited" : "firing";

    private static IEnumerable<Measurement<long>> ObserveWebhooks(IAlerts alerts)
    {
        var webhooks = alerts.Read().Webhooks;
        yield return new(webhooks.Sum(w => w.Delivered), Tag(MessageLBTelemetry.OutcomeTag, "delivered"));
        yield return new(webhooks.Sum(w => w.Failed), Tag(MessageLBTelemetry.OutcomeTag, "failed"));
        yield return new(webhooks.Sum(w => w.Dropped), Tag(MessageLBTelemetry.OutcomeTag, "dropped"));
    }
}
