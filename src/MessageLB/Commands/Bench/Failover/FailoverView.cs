using MessageLB.CommandLine.Rendering;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>Draws the result.</summary>
/// <param name="unicode">Whether lines and other letters are available.</param>
internal sealed class FailoverView(bool unicode)
{
    public IRenderable Draw(FailoverReport report) => new Rows(
        new Markup($"[bold]messagelb bench failover[/]  on {Markup.Escape(report.Broker)}  [grey]{report.Workers} worker processes × {report.Concurrency}, {Figures.Milliseconds(report.WorkMs)} each, {Figures.Rate(report.Rate)}[/]"),
        DrawTable(report),
        new Markup($"Times from a SIGKILL, over {report.Rounds.Count} rounds; {Figures.Count(report.Rounds.Sum(r => r.Rescued))} messages were rescued, {Figures.Count(report.Rounds.Sum(r => r.PickedAfter))} handed to a dead worker before its death was known."),
        new Markup($"{Figures.Count(report.Published)} messages were published, {Figures.Count(report.Completed)} completed, {Figures.Count(report.Repeated)} of them more than once."));

    private Table DrawTable(FailoverReport report)
    {
        var table = new Table().Border(unicode ? TableBorder.Rounded : TableBorder.Ascii).BorderColor(Color.Grey);
        table.AddColumn("From the kill to");
        foreach (var name in (string[])["p50", "p99", "max", "target (p99)", "rounds"]) table.AddColumn(new TableColumn(name).RightAligned());
        AddRow(table, "last hand-over to it", report.LastPickMs);
        AddRow(table, "first message handed to another", report.FirstRescueMs);
        AddRow(table, "all messages in others' queues", report.AllRescuedMs);
        return table;
    }

    private static void AddRow(Table table, string head, FailoverFigures figures) => table.AddRow(
        new Text(head),
        new Text(Figures.Milliseconds(figures.P50)),
        new Text(Figures.Milliseconds(figures.P99)),
        new Text(Figures.Milliseconds(figures.Max)),
        new Markup($"{Figures.Milliseconds(figures.Target)} {(figures.Met ? "[green]met[/]" : "[red]missed[/]")}"),
        new Text(Figures.Count(figures.Rounds)));
}
