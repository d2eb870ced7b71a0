using System.Globalization;
using MessageLB.CommandLine.Rendering;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Bench.Scale;

/// <summary>Draws the result.</summary>
/// <param name="unicode">Whether lines and other letters are available.</param>
internal sealed class ScaleView(bool unicode)
{
    private const string Unknown = "unknown";

    public IRenderable Draw(ScaleReport report) => new Rows(
    [
        new Markup($"[bold]messagelb bench scale[/]  on {Markup.Escape(report.Broker)}  [grey]{Figures.Count(report.Destinations)} destinations in {Figures.Count(report.Groups)} groups, a heartbeat each {Figures.Milliseconds(report.IntervalMs)}, waiting messages: {Figures.Count(report.Waiting)}[/]"),
        .. report.Starts.Select(DrawFigures),
        .. report.Starts.Select(DrawMoments),
    ]);

    private Table DrawFigures(ScaleStart start)
    {
        var table = NewTable();
        foreach (var name in (string[])["Ready after", "All known after", "CPU, % of a core", "Heartbeats/s", "accepted", "rejected", "Broker CPU %", "Broker MB"]) table.AddColumn(new TableColumn(name).RightAligned());
        table.AddRow(
            Figures.Milliseconds(start.ReadyMs),
            Figures.Milliseconds(start.KnownMs),
            Tenths(start.CpuPercent),
            Figures.Count((long)start.HeartbeatsPerSecond),
            Figures.Count(start.Accepted),
            Figures.Count(start.Rejected),
            start.BrokerCpuPercent is { } cpu ? Tenths(cpu) : Unknown,
            start.BrokerWorkingSetMb is { } memory ? Tenths(memory) : Unknown);
        return table;
    }

    private Table DrawMoments(ScaleStart start)
    {
        var table = NewTable();
        table.AddColumn("Moment");
        foreach (var name in (string[])["since start", "CPU so far", "working set MB", "peak MB"]) table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var moment in start.Moments) table.AddRow(moment.At, Figures.Milliseconds(moment.SinceStartMs), Figures.Milliseconds(moment.CpuMs), Tenths(moment.WorkingSetMb), Tenths(moment.PeakWorkingSetMb));
        return table;
    }

    private Table NewTable() => new Table().Border(unicode ? TableBorder.Rounded : TableBorder.Ascii).BorderColor(Color.Grey);

    private static string Tenths(double value) => value.ToString("N1", CultureInfo.InvariantCulture);
}
