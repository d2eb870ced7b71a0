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
    private const int BarWidth = 12;

    /// <param name="status">What to draw.</param>
    /// <param name="before">An earlier picture, for rates; null without.</param>
    public IRenderable Draw(StatusResponse status, StatusResponse? before)
    {
        var parts = new List<IRenderable> { Headline(status) };
        if (Others(status) is { } others) parts.Add(new Text(others));
        if (status.Configuration?.LastError is { } error) parts.Add(new Text($"the last reload was refused, and configuration version {status.Configuration.Version} stays in force: {error}"));
        foreach (var group in status.Groups)
        {
            var earlier = before?.Dispatcher == status.Dispatcher ? before.Groups.FirstOrDefault(g => g.Name == group.Name) : null;
            var seconds = earlier is null ? 0 : (status.UptimeMs - before!.UptimeMs) / 1000;
            parts.Add(DrawGroup(group, earlier, seconds));
            parts.AddRange(Remarks(group).Select(r => new Text(r)));
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

    // A dispatcher of an earlier version does not tell.
    private static string? Others(StatusResponse status)
    {
        var others = (status.Dispatchers ?? []).Where(d => d.Id != status.Dispatcher).Select(d => d.Id).ToList();
        return others.Count == 0 ? null : $"{others.Count + 1} dispatchers share the work; the others are {string.Join(", ", others)}";
    }

    private Table DrawGroup(GroupResponse group, GroupResponse? earlier, double seconds)
    {
        var table = new Table().Border(unicode ? TableBorder.Rounded : TableBorder.Ascii).BorderColor(Color.Grey);
        table.Title = new TableTitle($"[bold]{Markup.Escape(group.Name)}[/]  {Markup.Escape(group.Policy)}  {Markup.Escape(string.Join(", ", group.Routes))}");
        var columns = Columns(earlier, seconds);
        foreach (var column in columns) table.AddColumn(new TableColumn(column.Name) { Alignment = column.Alignment, NoWrap = true });
        foreach (var destination in group.Destinations) table.AddRow(columns.Select(c => c.Draw(destination)));
        return table;
    }

    private List<StatusColumn> Columns(GroupResponse? earlier, double seconds)
    {
        var columns = new List<StatusColumn>
        {
            new("Destination", Justify.Left, d => new Text(d.Name)),
            new("State", Justify.Left, d => StateMark.Of(d.State)),
            new("Share", Justify.Left, d => new Markup($"[blue]{Bars.Draw(d.Share, BarWidth, unicode)}[/]")),
            StatusColumn.Figure(string.Empty, d => Figures.Share(d.Share)),
        };
        if (earlier is not null && seconds > 0) columns.Add(StatusColumn.Figure("Rate", d => Rate(d, earlier, seconds)));
        columns.AddRange(
        [
            StatusColumn.Figure("Handed", d => Figures.Count(d.Handed)),
            StatusColumn.Figure("Failed", d => Figures.Count(d.Failed)),
            StatusColumn.Figure("In flight", d => $"{d.InFlight}/{d.Window}"),
            StatusColumn.Figure("p50", d => Figures.Milliseconds(d.LatencyMs.P50)),
            StatusColumn.Figure("p99", d => Figures.Milliseconds(d.LatencyMs.P99)),
            StatusColumn.Figure("Weight", Weight),
            StatusColumn.Figure("Seen ago", d => Figures.Milliseconds(d.LastSeenMs)),
        ]);
        return columns;
    }

    // A slow start lowers the weight too, and is over soon.
    private static string Weight(DestinationResponse destination) => destination.WeightFactor == 1
        ? Figures.Weight(destination.Weight)
        : $"{Figures.Weight(destination.Weight)}/{Figures.Count(destination.ConfiguredWeight)}";

    private static string Rate(DestinationResponse destination, GroupResponse earlier, double seconds)
    {
        var past = earlier.Destinations.FirstOrDefault(d => d.Name == destination.Name);
        return past is null ? "–" : Figures.Rate((destination.Handed - past.Handed) / seconds);
    }

    private static IEnumerable<string> Remarks(GroupResponse group)
    {
        if (group.Fault is { } fault) yield return $"cannot run: {fault}";
        if (group.Destinations.Count == 0) yield return "no destination yet: start a worker, or list one in the configuration";
        var waiting = group.IngressReady is { } ready ? $"{Figures.Count(ready)} waiting at ingress" : "ingress unknown";
        var trouble = group.Returned + group.Refused + group.Rejected == 0
            ? string.Empty
            : $", {Figures.Count(group.Returned)} returned, {Figures.Count(group.Refused)} refused, {Figures.Count(group.Rejected)} dead letters";
        yield return $"{Figures.Count(group.Received)} received, {Figures.Count(group.Routed)} routed, {waiting}{trouble}";
        if (group.Duplicates > 0) yield return $"{Figures.Count(group.Duplicates)} copies of other messages were not handed over";
        if (group.Shadow is { } shadow) yield return Describe(shadow);
        if (group.Tier > 0) yield return $"failover: tier {group.Tier} gets the messages";
        if (group is { Learning: false, Shortage: { } shortage }) yield return $"short of destinations: {shortage}";
        if (group.Nobody is { } nobody) yield return $"nobody is left: {nobody}";
        if (group.Waiting) yield return "holding a message: no destination has credit";
        foreach (var destination in group.Destinations)
        {
            if (destination.Reason is { } reason) yield return $"{destination.Name}: {reason}";
            else if (destination.Probe is { Reason: { } said }) yield return $"{destination.Name}: last probe: {said}";
        }
    }

    private static string Describe(ShadowResponse shadow)
    {
        var failed = shadow.Failed == 0 ? string.Empty : $", failed {Figures.Count(shadow.Failed)} times";
        if (shadow.Agreement is not { } agreement) return $"shadow {shadow.Policy}: no message compared yet{failed}";
        var gain = shadow.MeanGainMs switch
        {
            null => "no service times to expect a gain from",
            < 0 => $"expected to be {Figures.Milliseconds(-shadow.MeanGainMs)} slower per message",
            _ => $"expected to be {Figures.Milliseconds(shadow.MeanGainMs)} faster per message",
        };
        return $"shadow {shadow.Policy}: agrees on {Figures.Share(agreement)}, {gain}{failed}";
    }
}
