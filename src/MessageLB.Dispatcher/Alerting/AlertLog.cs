using MessageLB.Core.Alerts;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Alerting;

/// <summary>Writes notices to the log: one event for each, however many alerts it is about. Log events 2150 to 2153.</summary>
internal sealed partial class AlertLog(AlertSettings settings, ILogger<AlertLog> logger) : IAlertSink
{
    private const int MostNames = 5;

    public void Post(AlertNotice notice)
    {
        var (name, about, text) = (notice.Rule.Name, About(notice), Text(notice));
        var runbook = RunbookLink.Of(settings.Config, notice.Rule);
        if (notice.Kind == AlertNoticeKind.Resolved) LogResolved(name, about);
        else if (notice.Rule.Severity == AlertSeverity.Critical) LogCritical(name, about, text, runbook);
        else if (notice.Rule.Severity == AlertSeverity.Warning) LogWarning(name, about, text, runbook);
        else LogInfo(name, about, text, runbook);
    }

    private static string About(AlertNotice notice)
    {
        if (notice.Group.Length == 0) return "the dispatcher";
        if (notice.Alerts is [{ Key.Destination: "" }]) return notice.Group;
        var names = string.Join(", ", notice.Alerts.Take(MostNames).Select(alert => alert.Key.Destination.Length == 0 ? notice.Group : $"{notice.Group}/{alert.Key.Destination}"));
        return notice.Alerts.Count > MostNames ? $"{names} and {notice.Alerts.Count - MostNames} more" : names;
    }

    private static string Text(AlertNotice notice) => notice.Alerts.Count == 1 ? $"{notice.Alerts[0].Summary}. {notice.Alerts[0].Description}" : $"{notice.Alerts[0].Summary}, and so on. {notice.Alerts[0].Description}";

    [LoggerMessage(2150, LogLevel.Error, "Alert {Alert} fires for {About}: {Text} See {Runbook}")]
    private partial void LogCritical(string alert, string about, string text, string runbook);

    [LoggerMessage(2151, LogLevel.Warning, "Alert {Alert} fires for {About}: {Text} See {Runbook}")]
    private partial void LogWarning(string alert, string about, string text, string runbook);

    [LoggerMessage(2152, LogLevel.Information, "Alert {Alert} fires for {About}: {Text} See {Runbook}")]
    private partial void LogInfo(string alert, string about, string text, string runbook);

    [LoggerMessage(2153, LogLevel.Information, "Alert {Alert} is over for {About}")]
    private partial void LogResolved(string alert, string about);
}
