using MessageLB.CommandLine.Rendering;
using MessageLB.Simulation;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Simulate;

/// <summary>Draws what a simulation found: a table and a plot, of the cases or of the sweep.</summary>
/// <param name="unicode">Whether block letters are available.</param>
internal sealed class SimulateView(bool unicode)
{
    private const int BarWidth = 40;
    private const int MostShares = 8;

    /// <summary>Bars end here: a case that diverges would leave nothing of the others.</summary>
    private const double LongestRatio = 4;

    private static readonly string[] Colours = ["deepskyblue1", "mediumspringgreen", "gold1", "orchid1", "sandybrown", "cornflowerblue", "salmon1", "palegreen3"];

    public IRenderable Draw(SimulationResult result)
    {
        var parts = new List<IRenderable> { new Markup($"[bold]{Markup.Escape(result.Scenario.Name)}[/]  [grey]{Markup.Escape(ScenarioText.Summary(result.Scenario))}[/]") };
        if (result.Scenario.Sweep is { } sweep) parts.AddRange(DrawSweep(result, sweep));
        else parts.AddRange(DrawPoint(result, result.Points[0]));
        parts.Add(new Markup($"[grey]{Markup.Escape(Footnote(result.Scenario))}[/]"));
        return new Rows(parts);
    }

    private IEnumerable<IRenderable> DrawPoint(SimulationResult result, PointResult point)
    {
        yield return DrawCases(result.Scenario, point);
        yield return DrawBars(result.Scenario, point);
        yield return ShareGroup.Of(point.Cases[0].Destinations).Count <= MostShares ? DrawShares(point) : DrawExtremes(point);
    }

    private Table DrawCases(Scenario scenario, PointResult point)
    {
        var table = NewTable("Case");
        foreach (var name in (string[])["mean", "p50", "p90", "p99", "p99.9", "p99 ratio", "mean ratio"]) table.AddColumn(Figure(name));
        if (scenario.Objective is { } objective) table.AddColumn(Figure($"within {ReportText.Time(objective.TotalSeconds)}"));
        var unfinished = point.Cases.Any(one => one.Unfinished > 0);
        if (unfinished) table.AddColumn(Figure("unfinished"));
        for (var i = 0; i < point.Cases.Count; i++)
        {
            var one = point.Cases[i];
            var row = new List<IRenderable> { Name(one.Name, i) };
            row.AddRange(new[] { one.Mean, one.P50, one.P90, one.P99, one.P999 }.Select(time => new Text(ReportText.Time(time.Value))));
            row.Add(new Text(ReportText.Ratio(one.P99Ratio)));
            row.Add(new Text(ReportText.Ratio(one.MeanRatio)));
            if (scenario.Objective is not null) row.Add(new Text(one.Success is { } success ? ReportText.Success(success.Value) : string.Empty));
            if (unfinished) row.Add(new Text(ReportText.Count(one.Unfinished)));
            table.AddRow(row);
        }

        return table;
    }

    private Grid DrawBars(Scenario scenario, PointResult point)
    {
        var longest = Math.Clamp(point.Cases.Max(one => one.P99Ratio.Value), 1, LongestRatio);
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap().RightAligned());
        grid.AddRow(new Markup("[bold]p99 ratio[/]"), new Markup($"[grey]to {Markup.Escape(ScenarioText.Baseline(scenario))}; shorter is better[/]"), new Text(string.Empty));
        for (var i = 0; i < point.Cases.Count; i++)
        {
            var ratio = point.Cases[i].P99Ratio.Value;
            var beyond = ratio > longest * 1.000_1 ? unicode ? "▶" : ">" : " ";
            grid.AddRow(Name(point.Cases[i].Name, i), new Markup($"[{Colour(i)}]{Bars.Draw(ratio / longest, BarWidth, unicode)}{beyond}[/]"), new Text(ReportText.Ratio(point.Cases[i].P99Ratio)));
        }

        return grid;
    }

    private Table DrawShares(PointResult point)
    {
        var table = NewTable("Share of messages");
        foreach (var group in ShareGroup.Of(point.Cases[0].Destinations)) table.AddColumn(Figure(group.Name));
        for (var i = 0; i < point.Cases.Count; i++)
        {
            table.AddRow(ShareGroup.Of(point.Cases[i].Destinations).Select(group => (IRenderable)new Text(ReportText.Share(group.Share))).Prepend(Name(point.Cases[i].Name, i)));
        }

        return table;
    }

    /// <summary>With many different workers, those with the most and the fewest messages.</summary>
    private Table DrawExtremes(PointResult point)
    {
        var table = NewTable("Share of messages");
        foreach (var name in (string[])["fewest", "median", "most"]) table.AddColumn(Figure(name));
        for (var i = 0; i < point.Cases.Count; i++)
        {
            var sorted = point.Cases[i].Destinations.OrderBy(destination => destination.Share.Value).ToList();
            table.AddRow(new[] { sorted[0], sorted[sorted.Count / 2], sorted[^1] }.Select(d => (IRenderable)new Text($"{d.Name} {d.Share.Value.ToString("0.00 %", System.Globalization.CultureInfo.InvariantCulture)}")).Prepend(Name(point.Cases[i].Name, i)));
        }

        return table;
    }

    private IEnumerable<IRenderable> DrawSweep(SimulationResult result, SweepConfig sweep)
    {
        var cases = result.Scenario.Cases;
        for (var i = 0; i < cases.Count; i++) yield return Name($"{LineChart.Letter(i)}  {cases[i].Name}", i);
        var table = NewTable(ReportText.SweepName(sweep.Parameter));
        for (var i = 0; i < cases.Count; i++) table.AddColumn(new TableColumn(Name($"{LineChart.Letter(i)}: p99", i)) { Alignment = Justify.Right, NoWrap = true });
        foreach (var point in result.Points)
        {
            var value = new Text(ReportText.SweepValue(sweep.Parameter, point.Value ?? 0));
            table.AddRow(point.Cases.Select(one => (IRenderable)new Text($"{ReportText.Time(one.P99.Value)}\n{ReportText.Ratio(one.P99Ratio)}")).Prepend(value));
        }

        yield return table;
        yield return new Markup($"[bold]p99 ratio[/] [grey]to {Markup.Escape(ScenarioText.Baseline(result.Scenario))}, by {ReportText.SweepName(sweep.Parameter)}[/]");
        var chart = new LineChart(result.Points.Select(point => point.Value ?? 0), value => ReportText.SweepValue(sweep.Parameter, value), unicode);
        for (var i = 0; i < cases.Count; i++)
        {
            var index = i;
            chart.Add(Colour(i), result.Points.Select(point => Math.Min(point.Cases[index].P99Ratio.Value, LongestRatio)));
        }

        yield return chart.Draw();
    }

    private static string Footnote(Scenario scenario) => scenario.Sweep is null
        ? "Response times from arrival to completion; ± is half of the 95 % confidence interval over the seeds."
        : "p99 of the response time, and its ratio; ± is half of the 95 % confidence interval over the seeds.";

    private Table NewTable(string first)
    {
        var table = new Table().Border(unicode ? TableBorder.Rounded : TableBorder.Ascii).BorderColor(Color.Grey);
        return table.AddColumn(new TableColumn(first) { NoWrap = true });
    }

    private static TableColumn Figure(string name) => new(Markup.Escape(name)) { Alignment = Justify.Right, NoWrap = true };

    private static Markup Name(string name, int index) => new($"[{Colour(index)}]{Markup.Escape(name)}[/]");

    private static string Colour(int index) => Colours[index % Colours.Length];
}
