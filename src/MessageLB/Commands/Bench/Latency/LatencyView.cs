using System.Globalization;
using MessageLB.CommandLine.Rendering;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Bench.Latency;

/// <summary>Draws the result.</summary>
/// <param name="unicode">Whether lines and other letters are available.</param>
internal sealed class LatencyView(bool unicode)
{
    public IRenderable Draw(LatencyReport report)
    {
        var yardstick = report.Shapes[0];
        var last = report.Shapes.SelectMany(s => s.Rounds).ToList();
        return new Rows(
            new Markup($"[bold]messagelb bench latency[/]  on {Markup.Escape(report.Broker)}  [grey]{report.Speeds.Count} workers × {report.Concurrency}, speeds {Numbers(report.Speeds)}, work {Markup.Escape(report.Work)}, load {Number(report.Load)} = {Figures.Rate(report.Rate)}[/]"),
            DrawTable(report),
            new Markup($"Response times from when a message was due to be published to its completion; medians of {report.Rounds} rounds of {Figures.Count((long)LatencyFigures.Median(yardstick.Rounds.Select(r => (double)r.Messages)))} messages."),
            new Markup($"[grey]Waits of the workers were off by {Figures.Fine(LatencyFigures.Median(last.Select(r => r.WaitErrorMs.Mean)))} on average, 99 % by less than {Figures.Fine(LatencyFigures.Median(last.Select(r => r.WaitErrorMs.P99)))}; 99 % of messages were published within {Figures.Fine(LatencyFigures.Median(last.Select(r => r.PublishLagMs.P99)))} of when they were due.[/]"));
    }

    private Table DrawTable(LatencyReport report)
    {
        var table = new Table().Border(unicode ? TableBorder.Rounded : TableBorder.Ascii).BorderColor(Color.Grey);
        table.AddColumn("Shape");
        foreach (var name in (string[])["mean", "p50", "p90", "p99", "p99.9"]) table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var shape in report.Shapes)
        {
            table.AddRow(Row($"[bold]{Markup.Escape(shape.Name)}[/] [grey]{Markup.Escape(shape.Setting)}[/]", Texts(shape.MedianMs, value => Figures.Milliseconds(value))));
            if (shape.Ratio is not { } ratio) continue;
            table.AddRow(Row("  ratio to the first", Texts(ratio.Median, Number)));
            table.AddRow(Row("  [grey]least and most[/]", Texts(ratio.Min, Number).Zip(Texts(ratio.Max, Number), (min, max) => $"{min}{(unicode ? "–" : "-")}{max}")));
        }

        return table;
    }

    private static IEnumerable<IRenderable> Row(string head, IEnumerable<string> texts) => [new Markup(head), .. texts.Select(t => new Text(t))];

    private static IEnumerable<string> Texts(LatencyFigures figures, Func<double, string> text) =>
        [text(figures.Mean), text(figures.P50), text(figures.P90), text(figures.P99), text(figures.P999)];

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Numbers(IEnumerable<double> values) => string.Join(',', values.Select(v => v.ToString("0.##", CultureInfo.InvariantCulture)));
}
