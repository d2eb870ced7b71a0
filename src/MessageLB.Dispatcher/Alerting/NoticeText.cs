using System.Text.Json;
using MessageLB.Core.Alerts;
using MessageLB.Dispatcher.Registry;

namespace MessageLB.Dispatcher.Alerting;

/// <summary>Writes a notice as it is sent, at most so many alerts of it. Thread-safe.</summary>
internal sealed class NoticeText(DispatcherIdentity identity, AlertSettings settings)
{
    private const int MostAlerts = 100;

    /// <summary>The JSON and the identifier in it.</summary>
    public (string Id, byte[] Body) Write(AlertNotice notice)
    {
        var id = Guid.NewGuid().ToString("n");
        var message = new NoticeMessage(
            V: 1,
            id,
            identity.Name,
            Word(notice.Kind),
            notice.Kind == AlertNoticeKind.Repeated,
            notice.Rule.Name,
            notice.Rule.Severity.ToString().ToLowerInvariant(),
            notice.Group.Length == 0 ? null : notice.Group,
            notice.At,
            RunbookLink.Of(settings.Config, notice.Rule),
            Math.Max(0, notice.Alerts.Count - MostAlerts),
            [.. notice.Alerts.Take(MostAlerts).Select(Message)]);
        return (id, JsonSerializer.SerializeToUtf8Bytes(message, NoticeJsonContext.Readable.NoticeMessage));
    }

    /// <summary><c>firing</c> or <c>resolved</c>.</summary>
    public static string Word(AlertNoticeKind kind) => kind == AlertNoticeKind.Resolved ? "resolved" : "firing";

    private static AlertMessage Message(Alert alert)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["alert"] = alert.Rule.Name,
            ["severity"] = alert.Rule.Severity.ToString().ToLowerInvariant(),
        };
        if (alert.Key.Group.Length > 0) labels["group"] = alert.Key.Group;
        if (alert.Key.Destination.Length > 0) labels["destination"] = alert.Key.Destination;
        return new AlertMessage(alert.Key.Fingerprint, labels, alert.Summary, alert.Description, alert.Value, alert.Limit, alert.StartsAt, alert.EndsAt);
    }
}
