using MessageLB.CommandLine.Rendering;
using MessageLB.Dispatcher.Status;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>Draws a run: progress, a table with a bar per destination, and a closing line.</summary>
/// <param name="options">What the run does.</param>
/// <param name="address">Where messages travel, without secrets.</param>
/// <param name="unicode">Whether block letters are available.</param>
internal sealed class DevView(DevOptions options, string address, bool unicode)
{
    private const int ProgressWidth = 40;
    private const int ShareWidth = 24;
    private static readonly string[] Colours = ["deepskyblue1", "mediumspringgreen", "gold1", "orchid1", "sandybrown", "cornflowerblue"];

    /// <summary>The run while it goes on.</summary>
    public IRenderable Draw(DevPicture picture)
    {
        var all = picture.Books.All;
        var parts = new List<IRenderable>
        {
            Headline(),
            new Markup($"[green]{Bars.Draw(picture.Progress, ProgressWidth, unicode)}[/] {Figures.Share(picture.Progress)}   {Figures.Count(picture.Books.Completed)} completed of {Figures.Count(picture.Sent)} sent   {Figures.Seconds(picture.Elapsed)}"),
            DrawTable(picture, live: true),
            new Markup($"[bold]{Figures.Rate(all.Rate)}[/]   p50 [bold]{Figures.Time(all.RecentP50)}[/]   p99 [bold]{Figures.Time(all.RecentP99)}[/]   [grey]publish to completion, last second[/]"),
        };
        if (picture.Note is { } note) parts.Add(new Markup($"[yellow]▲ {Markup.Escape(note)}[/]"));
        return new Rows(parts);
    }

    /// <summary>The run when it is over.</summary>
    public IRenderable DrawSummary(DevPicture picture, DevSummary summary)
    {
        var verdict = summary.Lost == 0
            ? $"[green]● {Figures.Count(summary.Completed)} of {Figures.Count(summary.Published)} completed, none lost[/]"
            : $"[red]■ {Figures.Count(summary.Lost)} of {Figures.Count(summary.Published)} lost[/]";
        var repeats = picture.Repeated > 0 ? $", {Figures.Count(picture.Repeated)} publishes repeated" : string.Empty;
        return new Rows(
            Headline(),
            DrawTable(picture, live: false),
            new Markup($"{verdict}, {Figures.Count(summary.Duplicates)} duplicates{repeats}"),
            new Markup($"{Figures.Rate(summary.Rate)} over {Figures.Seconds(TimeSpan.FromSeconds(summary.ElapsedS))}   p50 {Figures.Milliseconds(summary.LatencyMs.P50)}   p99 {Figures.Milliseconds(summary.LatencyMs.P99)}   [grey]publish to completion[/]"));
    }

    private Markup Headline() => new(
        $"[bold]messagelb dev[/]  {Markup.Escape(options.Policy)}  on {Markup.Escape(address)}  [grey]{options.Workers.Count} workers × {options.Concurrency}, work {Markup.Escape(options.Work.ToString())}, {(options.Rate > 0 ? Figures.Rate(options.Rate) : "as fast as possible")}[/]");

    private Table DrawTable(DevPicture picture, bool live)
    {
        var table = new Table().Border(unicode ? TableBorder.Rounded : TableBorder.Ascii).BorderColor(Color.Grey);
        table.AddColumns("Worker", "Share");
        table.AddColumn(new TableColumn(string.Empty).RightAligned());
        string[] names = live ? ["Done", "Rate", "p50", "p99", "In flight"] : ["Done", "p50", "p99"];
        foreach (var name in names) table.AddColumn(new TableColumn(name).RightAligned());
        if (live) table.AddColumn("State");
        for (var i = 0; i < options.Workers.Count; i++)
        {
            var worker = options.Workers[i];
            var figures = picture.Books.Destinations[i];
            var status = picture.Group.Destinations.FirstOrDefault(d => d.Name == worker.Name);
            table.AddRow(Row(i, figures, Share(figures, picture.Books), status, live));
        }

        return table;
    }

    private List<IRenderable> Row(int index, DevFigures figures, double share, DestinationStatus? status, bool live)
    {
        var worker = options.Workers[index];
        var colour = Colours[index % Colours.Length];
        var weight = options.Adjust is not null && status is not null
            ? $" [grey]weight {Figures.Weight(status.Weight)} of {status.ConfiguredWeight}[/]"
            : worker.Weight is { } known ? $" [grey]weight {known}[/]" : string.Empty;
        var row = new List<IRenderable>
        {
            new Markup($"[bold {colour}]{worker.Name}[/] [grey]speed {worker.Speed.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)}[/]{weight}"),
            new Markup($"[{colour}]{Bars.Draw(share, ShareWidth, unicode)}[/]"),
            new Text(Figures.Share(share)),
            new Text(Figures.Count(figures.Done)),
        };
        if (!live) return [.. row, new Text(Figures.Time(figures.P50)), new Text(Figures.Time(figures.P99))];
        row.Add(new Text(Figures.Rate(figures.Rate)));
        row.Add(new Text(Figures.Time(figures.RecentP50)));
        row.Add(new Text(Figures.Time(figures.RecentP99)));
        row.Add(new Text(status is null ? "–" : $"{status.InFlight}/{status.Window}"));
        row.Add(StateMark.Of(status?.State ?? "unknown"));
        return row;
    }

    private static double Share(DevFigures figures, DevBooks books) => books.Completed > 0 ? (double)figures.Done / books.Completed : 0;
}
