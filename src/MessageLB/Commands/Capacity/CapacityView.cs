using MessageLB.CommandLine.Rendering;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Capacity;

/// <summary>Draws the result.</summary>
/// <param name="unicode">Whether lines and other letters are available.</param>
internal sealed class CapacityView(bool unicode)
{
    public IRenderable Draw(CapacityReport report) => new Rows(
    [
        new Markup($"[bold]messagelb capacity[/]  {Figures.Rate(report.Rate)} of {Figures.Count(report.Size)} bytes  [grey]{Markup.Escape(report.Shape)}[/]"),
        DrawTable(report),
        new Markup($"Bottleneck: [bold]{Markup.Escape(report.Bottleneck)}[/]"),
        .. report.Notes.Select(note => new Markup($"[yellow]{Markup.Escape(note)}[/]")),
    ]);

    private Table DrawTable(CapacityReport report)
    {
        var table = new Table().Border(unicode ? TableBorder.Rounded : TableBorder.Ascii).BorderColor(Color.Grey);
        table.AddColumn(new TableColumn("What").NoWrap());
        table.AddColumn(new TableColumn("How many").RightAligned().NoWrap());
        table.AddColumn("Why");
        foreach (var row in report.Rows) table.AddRow(new Markup($"[bold]{Markup.Escape(row.What)}[/]"), new Text(row.Amount), new Text(row.Why));
        return table;
    }
}
