using MessageLB.CommandLine.Rendering;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>Draws the result.</summary>
/// <param name="unicode">Whether lines and other letters are available.</param>
internal sealed class FailoverView(bool unicode)
{
    /// <param name="fault">What was done.</param>
    /// <param name="report">What was measured.</param>
    public IRenderable Draw(IFault fault, FailoverReport report) => new Rows(
        new Markup($"[bold]messagelb bench failover --fault {fault.Name}[/]  on {Markup.Escape(report.Broker)}  [grey]{report.Workers} worker processes × {report.Concurrency}, {Figures.Milliseconds(report.WorkMs)} each, {Figures.Rate(report.Rate)}[/]"),
        new Markup($"{Markup.Escape(fault.What)}, in each of {report.Rounds.Count} rounds."),
        DrawTable(report),
        new Markup($"{Figures.Count(report.Published)} messages were published and confirmed, {Figures.Count(report.Completed)} completed; {Figures.Count(report.Repeated)} were done once more, {Figures.Count(report.Republished)} published once more."));

    private Table DrawTable(FailoverReport report)
    {
        var table = new Table().Border(unicode ? TableBorder.Rounded : TableBorder.Ascii).BorderColor(Color.Grey);
        table.AddColumn("From the fault to");
        foreach (var name in (string[])["p50", "p99", "max", "target (p99)", "rounds"]) table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var figures in report.Figures.Values) AddRow(table, figures);
        return table;
    }

    private static void AddRow(Table table, FailoverFigures figures) => table.AddRow(
        new Text(figures.Words),
        new Text(Figures.Milliseconds(figures.P50)),
        new Text(Figures.Milliseconds(figures.P99)),
        new Text(Figures.Milliseconds(figures.Max)),
        new Markup(figures.Target is { } target ? $"{Figures.Milliseconds(target)} {(figures.Met == true ? "[green]met[/]" : "[red]missed[/]")}" : "[grey]–[/]"),
        new Text(Figures.Count(figures.Rounds)));
}
