using MessageLB.CommandLine.Rendering;
using MessageLB.Core.Configuration;
using MessageLB.Web.Performance;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Performance;

/// <summary>Draws how groups do: a table for each, with a row for all of it and one for each destination, and words for what stands out.</summary>
/// <param name="window">The window that is shown.</param>
/// <param name="unicode">Whether arrows and lines are available.</param>
internal sealed class PerformanceView(TimeSpan window, bool unicode)
{
    private const string All = "(all)";

    private static readonly IReadOnlyList<(string Name, string Measure, Func<WindowResponse, MetricResponse> Of, Func<double?, string> Words)> Measures =
    [
        ("Throughput", "throughput", w => w.ThroughputPerSecond, value => value is { } given ? Figures.Rate(given) : "–"),
        ("Mean time", "mean service time", w => w.ServiceTimeMs, Figures.Milliseconds),
        ("p50", "", w => w.ServiceTimeP50Ms, Figures.Milliseconds),
        ("p95", "", w => w.ServiceTimeP95Ms, Figures.Milliseconds),
        ("p99", "p99 of service times", w => w.ServiceTimeP99Ms, Figures.Milliseconds),
        ("Errors", "error rate", w => w.ErrorRate, Part),
        ("Available", "availability", w => w.Availability, Part),
    ];

    // Between the mean and p99 the other two would say nothing new.
    private static readonly IReadOnlyList<(string Name, string Measure, Func<WindowResponse, MetricResponse> Of, Func<double?, string> Words)> Told = [.. Measures.Where(m => m.Measure.Length > 0)];

    /// <param name="groups">What to draw.</param>
    public IRenderable Draw(IReadOnlyList<GroupPerformanceResponse> groups) => new Rows(groups.SelectMany(Draw));

    private IEnumerable<IRenderable> Draw(GroupPerformanceResponse group)
    {
        List<(string Name, WindowResponse? Window)> rows = [(All, Chosen(group.Windows)), .. group.Destinations.Select(d => (d.Name, Chosen(d.Windows)))];
        var table = new Table().Border(unicode ? TableBorder.Rounded : TableBorder.Ascii).BorderColor(Color.Grey);
        table.Title = new TableTitle($"[bold]{Markup.Escape(group.Name)}[/]  over the last {Markup.Escape(Duration.Describe(window))}");
        table.AddColumn(new TableColumn("Destination") { NoWrap = true });
        foreach (var measure in Measures) table.AddColumn(new TableColumn(measure.Name) { Alignment = Justify.Right, NoWrap = true });
        table.AddColumn(new TableColumn("Done") { Alignment = Justify.Right, NoWrap = true });
        table.AddColumn(new TableColumn("Failed") { Alignment = Justify.Right, NoWrap = true });
        foreach (var (name, shown) in rows) table.AddRow(Cells(name, shown).Select(cell => new Text(cell)));
        yield return table;
        foreach (var (name, shown) in rows)
        {
            if (shown is null) continue;
            foreach (var measure in Told.Where(m => m.Of(shown).Anomalous)) yield return new Text($"{name}: {measure.Measure} is out of the ordinary, {measure.Words(measure.Of(shown).Value)} over the whole time");
            foreach (var measure in Told.Where(m => m.Of(shown).Trend is not null)) yield return new Text($"{name}: {measure.Measure} is {measure.Of(shown).Trend}, by {measure.Words(Math.Abs(measure.Of(shown).TrendPerMinute ?? 0))} a minute");
        }
    }

    private IEnumerable<string> Cells(string name, WindowResponse? shown) => shown is null
        ? [name, .. Measures.Select(_ => "–"), "–", "–"]
        : [name, .. Measures.Select(m => m.Words(m.Of(shown).Value) + (m.Measure.Length > 0 ? Mark(m.Of(shown)) : "")), Figures.Count(shown.Done), Figures.Count(shown.Failed)];

    private string Mark(MetricResponse measure)
    {
        var trend = measure.Trend switch
        {
            "rising" => unicode ? " ▲" : " up",
            "falling" => unicode ? " ▼" : " down",
            _ => string.Empty,
        };
        return measure.Anomalous ? $"{trend} !" : trend;
    }

    private WindowResponse? Chosen(IReadOnlyList<WindowResponse> windows) => windows.FirstOrDefault(w => w.WindowS == window.TotalSeconds);

    private static string Part(double? value) => value is { } given ? Figures.Share(given) : "–";
}
