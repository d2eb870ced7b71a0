using MessageLB.CommandLine.Rendering;
using MessageLB.Core.Configuration;
using MessageLB.Web.Api;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Status;

/// <summary>Draws a dispatcher's status: a line about the dispatcher, then a table per group.</summary>
/// <param name="unicode">Whether block letters are available.</param>
internal sealed class StatusView(bool unicode)
{
    private const int BarWidth = 16;

    /// <param name="status">What to draw.</param>
    /// <param name="before">An earlier picture, for rates; null without.</param>
    public IRenderable Draw(StatusResponse status, StatusResponse? before)
    {
        var parts = new List<IRenderable> { Headline(status) };
        foreach (var group in status.Groups)
        {
            var earlier = before?.Dispatcher == status.Dispatcher ? before.Groups.FirstOrDefault(g => g.Name == group.Name) : null;
            var seconds = earlier is null ? 0 : (status.UptimeMs - before!.UptimeMs) / 1000;
            parts.Add(DrawGroup(group, earlier, seconds));
        }

        return new Rows(parts);
    }

    private static Markup Headline(StatusResponse status)
    {
        var broker = status.Broker;
        var contact = broker switch
        {
            { Connected: false } => $"[red]■ no contact with {Markup.Escape(broker.Address)}: {Markup.Escape(broker.Fault ?? "still connecting")}[/]",
            { Blocked: { } reason } => $"[yellow]▲ {Markup.Escape(broker.Address)} takes no publishes: {Markup.Escape(reason)}[/]",
            _ => $"[green]● {Markup.Escape(broker.Address)}[/]",
        };
        var uptime = Duration.Describe(TimeSpan.FromSeconds(Math.Floor(status.UptimeMs / 1000)));
        return new Markup($"{contact}   dispatcher [bold]{Markup.Escape(status.Dispatcher)}[/] {Markup.Escape(status.Version)}, up {uptime}");
    }

    private Table DrawGroup(GroupResponse group, GroupResponse? earlier, double seconds)
    {
        var table = new Table().Border(unicode ? TableBorder.Rounded : TableBorder.Ascii).BorderColor(Color.Grey);
        table.Title = new TableTitle($"[bold]{Markup.Escape(group.Name)}[/]  {Markup.Escape(group.Policy)}  {Markup.Escape(string.Join(", ", group.Routes))}");
        table.AddColumns("Destination", "State", "Share");
        foreach (var name in (string[])[string.Empty, "Rate", "Handed", "Done", "Failed", "In flight", "p50", "p99", "Weight", "Seen"]) table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var destination in group.Destinations)
        {
            var past = earlier?.Destinations.FirstOrDefault(d => d.Name == destination.Name);
            table.AddRow(Row(destination, past is null || seconds <= 0 ? null : (destination.Handed - past.Handed) / seconds));
        }

        table.Caption = new TableTitle(Markup.Escape(Caption(group)));
        return table;
    }

    private List<IRenderable> Row(DestinationResponse destination, double? rate) =>
    [
        new Text(destination.Name),
        StateMark.Of(destination.State),
        new Markup($"[blue]{Bars.Draw(destination.Share, BarWidth, unicode)}[/]"),
        new Text(Figures.Share(destination.Share)),
        new Text(rate is { } known ? Figures.Rate(known) : "–"),
        new Text(Figures.Count(destination.Handed)),
        new Text(Figures.Count(destination.Done)),
        new Text(Figures.Count(destination.Failed)),
        new Text($"{destination.InFlight}/{destination.Window}"),
        new Text(Figures.Milliseconds(destination.LatencyMs.P50)),
        new Text(Figures.Milliseconds(destination.LatencyMs.P99)),
        new Text(Figures.Count(destination.Weight)),
        new Text(destination.LastSeenMs is { } seen ? $"{Figures.Milliseconds(seen)} ago" : "never"),
    ];

    private static string Caption(GroupResponse group)
    {
        if (group.Fault is { } fault) return $"cannot run: {fault}";
        var waiting = group.IngressReady is { } ready ? $"{Figures.Count(ready)} waiting at ingress" : "ingress unknown";
        var trouble = group.Returned + group.Refused + group.Rejected == 0
            ? string.Empty
            : $", {Figures.Count(group.Returned)} returned, {Figures.Count(group.Refused)} refused, {Figures.Count(group.Rejected)} dead letters";
        var held = group.Waiting ? ", holding: no destination has credit" : string.Empty;
        var reasons = string.Concat(group.Destinations.Where(d => d.Reason is not null).Select(d => $"\n{d.Name}: {d.Reason}"));
        return $"{Figures.Count(group.Received)} received, {Figures.Count(group.Routed)} routed, {waiting}{trouble}{held}{reasons}";
    }
}
