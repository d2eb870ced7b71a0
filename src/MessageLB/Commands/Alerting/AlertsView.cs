using System.Globalization;
using MessageLB.Web.Alerting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Alerting;

/// <summary>Draws alerts: a table, and below it what each says.</summary>
/// <param name="group">The group to show; null for all.</param>
/// <param name="withRecent">Whether those that are over are shown too.</param>
/// <param name="unicode">Whether lines are available.</param>
internal sealed class AlertsView(string? group, bool withRecent, bool unicode)
{
    /// <param name="alerts">What to draw.</param>
    public IRenderable Draw(AlertsResponse alerts)
    {
        var shown = alerts.Alerts.Concat(withRecent ? alerts.Recent : []).Where(alert => group is null || alert.Group == group).ToList();
        var lines = new List<IRenderable>();
        if (shown.Count == 0) lines.Add(new Text("No alerts."));
        else lines.Add(Table(shown));
        lines.AddRange(shown.Where(alert => alert.Status == "firing").Select(alert => new Text($"{alert.Alert} {About(alert)}: {alert.Description} See {alert.RunbookUrl}")));
        lines.AddRange(alerts.Silences.Select(silence => new Text($"Silence {Describe(silence)}")));
        lines.AddRange(alerts.Webhooks.Where(webhook => webhook.LastError is not null).Select(webhook => new Text($"Webhook {webhook.Target} does not take notices: {webhook.LastError}")));
        if (alerts.LeftOut > 0) lines.Add(new Text("There were more alerts than may be at a time; some were left out."));
        return new Rows(lines);
    }

    /// <summary>A silence in words.</summary>
    public static string Describe(SilenceResponse silence)
    {
        var parts = new[]
        {
            silence.Alert is { } alert ? $"alert {alert}" : "",
            silence.Group is { } group ? $"group {group}" : "",
            silence.Destination is { } destination ? $"destination {destination}" : "",
            silence.MaxSeverity is { } severity ? $"up to {severity}" : "",
        };
        var until = silence.Until is { } end ? $"until {Time(end)}" : "without end";
        return $"{silence.Id}: {string.Join(", ", parts.Where(part => part.Length > 0))}, {until}{(silence.Comment is { } why ? $" ({why})" : "")}";
    }

    private Table Table(List<AlertResponse> shown)
    {
        var table = new Table().Border(unicode ? TableBorder.Rounded : TableBorder.Ascii).BorderColor(Color.Grey);
        foreach (var name in (string[])["State", "Severity", "Alert", "About", "Since"]) table.AddColumn(new TableColumn(name) { NoWrap = true });
        foreach (var alert in shown) table.AddRow(new Text(State(alert)), new Text(alert.Severity), new Text(alert.Alert), new Text(About(alert)), new Text(Time(alert.StartsAt)));
        return table;
    }

    private static string State(AlertResponse alert) =>
        alert.Status != "firing" ? alert.Status : alert.SilencedBy is not null ? "silenced" : alert.InhibitedBy is not null ? "consequence" : "firing";

    private static string About(AlertResponse alert) => alert.Group is null ? "dispatcher" : alert.Destination is null ? alert.Group : $"{alert.Group}/{alert.Destination}";

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
