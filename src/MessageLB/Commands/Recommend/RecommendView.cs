using System.Globalization;
using MessageLB.CommandLine.Rendering;
using MessageLB.Core.Configuration;
using MessageLB.Core.Recommendations;
using MessageLB.Simulation;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Recommend;

/// <summary>Draws what is recommended, with the evidence.</summary>
/// <param name="all">Whether what is not worth it is shown too.</param>
/// <param name="unicode">Whether lines, arrows and minus signs are available.</param>
internal sealed class RecommendView(bool all, bool unicode)
{
    private readonly string _arrow = unicode ? "→" : "->";

    /// <param name="reports">What to draw.</param>
    public IRenderable Draw(IReadOnlyList<RecommendationReport> reports) => new Rows(reports.SelectMany(Draw));

    private IEnumerable<IRenderable> Draw(RecommendationReport report)
    {
        yield return Title(report.Situation);
        if (report.Obstacle is { } obstacle) yield return new Markup($"[yellow]{Markup.Escape($"No recommendation: {obstacle}")}[/]");
        else if (report.Recommendations.Count == 0) yield return new Markup("[green]Nothing to recommend: no change that was simulated gains enough.[/]");
        for (var i = 0; i < report.Recommendations.Count; i++)
        {
            foreach (var line in Draw(i + 1, report.Recommendations[i], report)) yield return line;
        }

        foreach (var finding in report.Findings.Where(f => !IsCovered(f, report))) yield return Draw(finding);
        if (report.Present is null) yield break;
        yield return new Markup($"[grey]{Markup.Escape(Simulated(report))}[/]");
        yield return Evidence(report);
        if (all && report.Rejected.Count > 0) yield return Tried(report.Rejected);
    }

    private static Markup Title(GroupSituation situation)
    {
        var load = situation.Load > 0 ? $", load {ReportText.Percent(situation.Load)}" : "";
        var over = situation.Over > TimeSpan.Zero ? $"  {Figures.Rate(situation.ArrivalRate)} over the last {Duration.Describe(TimeSpan.FromSeconds(Math.Round(situation.Over.TotalSeconds)))}{load}" : "";
        return new Markup($"[bold]{Markup.Escape(situation.Group)}[/]  {Markup.Escape(situation.Policy + over)}");
    }

    private IEnumerable<IRenderable> Draw(int number, Recommendation one, RecommendationReport report)
    {
        var present = report.Present!;
        yield return new Markup($"[bold]{number}  {Markup.Escape(one.Action)}[/]");
        yield return Indented($"predicted p99 {Change(one.Predicted.P99Ratio)} ({ReportText.Time(present.P99.Value)} {_arrow} {ReportText.Time(one.Predicted.P99.Value)}), mean {Change(one.Predicted.MeanRatio)} ({ReportText.Time(present.Mean.Value)} {_arrow} {ReportText.Time(one.Predicted.Mean.Value)})");
        yield return Indented(one.Why);
        foreach (var change in one.Changes) yield return Indented($"{change.Path}: {change.To}", "cyan", $"   [grey]# is {Markup.Escape(change.From)}[/]");
    }

    private static Markup Draw(Finding finding) => new(
        $"[yellow]![/]  {Markup.Escape($"{(finding.Destination is { } destination ? $"{destination}: " : "")}{finding.Summary}; {finding.Remedy}")}");

    // What a recommendation is about needs not be said again.
    private static bool IsCovered(Finding finding, RecommendationReport report) => finding.Kind switch
    {
        FindingKind.TooFewWorkers => Has(report, RecommendationKind.AddWorkers),
        FindingKind.SpareWorkers => report.Obstacle is null,
        FindingKind.WindowTooSmall => Has(report, RecommendationKind.Window),
        FindingKind.WeightsOff => report.Obstacle is null,
        _ => false,
    };

    private static bool Has(RecommendationReport report, RecommendationKind kind) => report.Recommendations.Any(r => r.Kind == kind);

    private static string Simulated(RecommendationReport report)
    {
        var scenario = report.Scenario!;
        return $"Simulated: {string.Join("; ", report.Assumptions)}; {ReportText.Count(scenario.Messages)} messages × {ReportText.Count(scenario.Seeds.Count)} seeds, {ReportText.Count(scenario.Cases.Count - 1)} changes tried";
    }

    private Table Evidence(RecommendationReport report)
    {
        var table = NewTable("Present setup", "measured", "simulated", "may differ by", "");
        foreach (var figure in report.Match)
        {
            table.AddRow(
                new Text(figure.Name),
                new Text(Show(figure, figure.Measured)),
                new Text(Show(figure, figure.Simulated)),
                new Text(Show(figure, figure.Tolerance)),
                new Markup(figure.Agrees ? "[green]agrees[/]" : "[red]differs[/]"));
        }

        return table;
    }

    private Table Tried(IReadOnlyList<RejectedChange> rejected)
    {
        var table = NewTable("Tried, not worth it", "p99", "mean", "");
        foreach (var one in rejected) table.AddRow(new Text(one.Action), new Text(Change(one.Predicted.P99Ratio)), new Text(Change(one.Predicted.MeanRatio)), new Text(one.Verdict.Reason));
        return table;
    }

    private Table NewTable(string first, params string[] others)
    {
        var table = new Table().Border(unicode ? TableBorder.Rounded : TableBorder.Ascii).BorderColor(Color.Grey);
        table.AddColumn(new TableColumn(first));
        foreach (var name in others) table.AddColumn(new TableColumn(name) { Alignment = name.Length > 0 ? Justify.Right : Justify.Left, NoWrap = true });
        return table;
    }

    private static Padder Indented(string text, string? colour = null, string after = "") =>
        new Padder(new Markup(colour is null ? Markup.Escape(text) : $"[{colour}]{Markup.Escape(text)}[/]{after}")).Padding(3, 0, 0, 0);

    private string Change(Estimate ratio)
    {
        if (!double.IsFinite(ratio.Value)) return "?";
        var change = (ratio.Value - 1) * 100;
        var sign = change < 0 ? unicode ? "−" : "-" : "+";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{Math.Abs(change):0.0} % ±{ratio.HalfWidth * 100:0.0}");
    }

    private static string Show(PresentFigure figure, double value) => figure.IsTime ? ReportText.Time(value) : ReportText.Share(value);
}
