using System.Globalization;
using MessageLB.CommandLine.Rendering;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>Draws the result.</summary>
/// <param name="unicode">Whether lines and other letters are available.</param>
internal sealed class ThroughputView(bool unicode)
{
    private const string Baseline = "baseline";
    private const string Unknown = "unknown";

    private static readonly ThroughputColumn[] Drained =
    [
        new("messages/s", shape => shape.PerSecond, Whole),
        new("ratio", shape => shape.Ratio, Hundredths, Baseline),
        new("broker us", shape => shape.BrokerCpuUs, Tenths, Unknown),
        new("own us", shape => shape.ClientCpuUs, Tenths),
        new("own bytes", shape => shape.AllocatedBytes, Whole),
        new("peak MB", shape => shape.PeakWorkingSetMb, Whole),
    ];

    // No more than these fit into the width of a file.
    private static readonly ThroughputColumn[] AtRate =
    [
        new("p50 ms", shape => shape.ResponseMs?.P50, Hundredths),
        new("p99 ms", shape => shape.ResponseMs?.P99, Hundredths),
        new("added p50", shape => shape.ResponseMs?.AddedP50, Hundredths, Baseline),
        new("added p99", shape => shape.ResponseMs?.AddedP99, Hundredths, Baseline),
        new("broker us", shape => shape.BrokerCpuUs, Whole, Unknown),
        new("own us", shape => shape.ClientCpuUs, Whole),
    ];

    public IRenderable Draw(ThroughputReport report)
    {
        var width = report.Shapes.Max(shape => shape.Name.Length);
        var how = report.Rate is { } rate ? $"published at {Figures.Rate(rate)}; times from when they were due to their completion" : "that wait at ingress";
        return new Rows(
        [
            new Markup($"[bold]messagelb bench throughput[/]  on {Markup.Escape(report.Broker)}  [grey]{Figures.Count(report.Messages)} messages of {Figures.Count(report.Size)} bytes, destinations: {report.Destinations}[/]"),
            DrawTable(report),
            .. report.Shapes.Select(shape => new Markup($"{Markup.Escape(shape.Name.PadRight(width))}  [grey]{Markup.Escape(shape.Setting)}[/]")),
            new Text($"Persistent messages {how}. Medians of the rounds ({report.Rounds}), below them the least and the most; ratios and what is added are to {report.Baseline} in the same round. For each message after the first tenth: processor time of the broker, and {(report.Rate is null ? "processor time and allocated bytes" : "processor time")} of this process, workers included."),
            .. report.Shapes.Where(shape => shape.Duplicates > 0).Select(shape => new Markup($"[yellow]{Markup.Escape(shape.Name)}: {Figures.Count(shape.Duplicates)} messages came more than once.[/]")),
        ]);
    }

    private Table DrawTable(ThroughputReport report)
    {
        var columns = report.Rate is null ? Drained : AtRate;
        var dash = unicode ? "–" : "-";
        var table = new Table().Border(unicode ? TableBorder.Rounded : TableBorder.Ascii).BorderColor(Color.Grey);
        table.AddColumn(new TableColumn("Shape").NoWrap());
        foreach (var column in columns) table.AddColumn(new TableColumn(column.Name).RightAligned().NoWrap());
        foreach (var shape in report.Shapes)
        {
            table.AddRow([new Markup($"[bold]{Markup.Escape(shape.Name)}[/]"), .. columns.Select(column => new Text(column.Median(shape)))]);
            table.AddRow([new Text(string.Empty), .. columns.Select(column => new Markup($"[grey]{column.Range(shape, dash)}[/]"))]);
        }

        return table;
    }

    private static string Whole(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Tenths(double value) => value.ToString("N1", CultureInfo.InvariantCulture);

    private static string Hundredths(double value) => value.ToString("N2", CultureInfo.InvariantCulture);
}
