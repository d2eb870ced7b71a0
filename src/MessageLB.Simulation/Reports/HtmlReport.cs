using System.Text;

namespace MessageLB.Simulation;

/// <summary>
/// What a simulation found as one HTML file with everything in it: tables, charts, the scenario. It loads nothing and runs nothing.
/// The same result gives the same bytes. Pure and thread-safe.
/// </summary>
public static class HtmlReport
{
    private const int Colours = 8;

    /// <summary>Writes the report.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="scenarioText">The scenario as it was written.</param>
    public static string Render(SimulationResult result, string scenarioText)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(scenarioText);
        var scenario = result.Scenario;
        var title = Html.Text(scenario.Name);
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
        html.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';style-src 'unsafe-inline'\">");
        html.Append($"<title>{title} · MessageLB simulation</title><style>{HtmlStyle.Css.ReplaceLineEndings("\n")}</style></head>\n<body><header><h1>{title}</h1>");
        html.Append($"<p class=\"sub\">{Html.Text(ScenarioText.Summary(scenario))}.</p></header>\n<main>{Verdict(result)}<div class=\"cards\">\n");
        if (scenario.Sweep is { } sweep) AppendSweep(html, result, sweep);
        else AppendPoint(html, result);
        html.Append($"<section class=\"card wide\"><h2>The scenario</h2><details><summary>Show the file</summary><pre>{Html.Text(scenarioText.ReplaceLineEndings("\n"))}</pre></details></section>\n");
        html.Append("</div></main>\n<footer>Response times run from arrival to completion. Ratios compare each case with the baseline seed by seed, on the same arrivals and message sizes; ± and shades are half of the 95 % confidence interval over the seeds. Made by <code>messagelb simulate</code>; the same scenario gives the same report.</footer></body></html>\n");
        return html.ToString();
    }

    private static void AppendPoint(StringBuilder html, SimulationResult result)
    {
        var (scenario, point) = (result.Scenario, result.Points[0]);
        var style = StyleOf(scenario);
        var baseline = Html.Text(ScenarioText.Baseline(scenario));
        html.Append($"<figure class=\"card\"><figcaption><h2>p99 against the baseline</h2><p>Ratio to {baseline}; shorter is better.</p></figcaption>{RatioFigure.Draw(point.Cases, one => one.P99Ratio, style, "Ratio of the 99th percentile to the baseline, case by case")}</figure>\n");
        html.Append($"<figure class=\"card\"><figcaption><h2>Mean against the baseline</h2><p>Ratio to {baseline}; shorter is better.</p></figcaption>{RatioFigure.Draw(point.Cases, one => one.MeanRatio, style, "Ratio of the mean to the baseline, case by case")}</figure>\n");
        html.Append($"<section class=\"card wide\"><h2>All figures</h2>{ReportTable.Draw(scenario, point, style)}</section>\n");
        html.Append(TimelineFigure.Draw(scenario, point.Cases, style));
        html.Append($"<figure class=\"card\"><figcaption><h2>Response times</h2><p>From the median to the slowest one in a thousand; lower is better.</p></figcaption>{Profile(point.Cases, style)}</figure>\n");
        html.Append($"<figure class=\"card\"><figcaption><h2>Who got the messages</h2><p>Share of each worker.</p></figcaption>{ShareFigure.Draw(point.Cases)}</figure>\n");
    }

    private static void AppendSweep(StringBuilder html, SimulationResult result, SweepConfig sweep)
    {
        var scenario = result.Scenario;
        var style = StyleOf(scenario);
        var (name, baseline) = (ReportText.SweepName(sweep.Parameter), Html.Text(ScenarioText.Baseline(scenario)));
        html.Append($"<figure class=\"card\"><figcaption><h2>p99 against the baseline</h2><p>Ratio to {baseline} at the same {name}; lower is better.{SweepFigures.Note(result, one => one.P99Ratio)}</p></figcaption>{SweepFigures.Ratios(result, sweep, one => one.P99Ratio, "p99 ratio", style)}</figure>\n");
        html.Append($"<figure class=\"card\"><figcaption><h2>p99</h2><p>99th percentile of the response time; lower is better.</p></figcaption>{SweepFigures.Times(result, sweep, one => one.P99, "p99", style)}</figure>\n");
        html.Append($"<figure class=\"card\"><figcaption><h2>Mean against the baseline</h2><p>Ratio to {baseline} at the same {name}; lower is better.{SweepFigures.Note(result, one => one.MeanRatio)}</p></figcaption>{SweepFigures.Ratios(result, sweep, one => one.MeanRatio, "mean ratio", style)}</figure>\n");
        html.Append($"<figure class=\"card\"><figcaption><h2>Mean</h2><p>Mean response time; lower is better.</p></figcaption>{SweepFigures.Times(result, sweep, one => one.Mean, "mean", style)}</figure>\n");
        html.Append($"<section class=\"card wide\"><h2>p99 at each value</h2>{ReportTable.DrawSweep(result, sweep, style)}</section>\n");
        html.Append("<section class=\"card wide\"><h2>All figures</h2>");
        foreach (var point in result.Points)
        {
            html.Append($"<details><summary>{Html.Text($"{name} {ReportText.SweepValue(sweep.Parameter, point.Value ?? 0)}")}</summary>{ReportTable.Draw(scenario, point, style)}</details>");
        }

        html.Append("</section>\n");
    }

    private static string Profile(IReadOnlyList<CaseResult> cases, Func<int, string> style) => new LineFigure
    {
        Label = "Percentiles of the response time, one line for each case",
        Across = "percentile",
        Upwards = "response time",
        Places = [0.04, 0.346, 0.653, 0.96],
        PlaceLabels = [(0.04, "p50"), (0.346, "p90"), (0.653, "p99"), (0.96, "p99.9")],
        Series = [.. cases.Select((one, i) => new ChartSeries(one.Name, style(i), i, [one.P50, one.P90, one.P99, one.P999]))],
        Format = ReportText.Time,
        FormatTick = ReportText.TickTime,
        IsLogarithmic = true,
    }.Draw();

    /// <summary>The case with the shortest tail, in a sentence; nothing where there is nothing to compare.</summary>
    private static string Verdict(SimulationResult result)
    {
        if (result.Scenario.Sweep is not null || result.Points[0].Cases.Count < 2) return "";
        var best = result.Points[0].Cases.MinBy(one => one.P99Ratio.Value)!;
        var baseline = ScenarioText.Baseline(result.Scenario);
        return best.Name == baseline
            ? $"<p class=\"best\">No case has a shorter p99 than <b>{Html.Text(baseline)}</b>: {Html.Text(ReportText.Time(best.P99.Value))}.</p>"
            : $"<p class=\"best\">Shortest p99: <b>{Html.Text(best.Name)}</b>, {Html.Text(ReportText.Time(best.P99.Value))}, <b>{Html.Text(ReportText.Ratio(best.P99Ratio))}</b> of {Html.Text(baseline)}.</p>";
    }

    /// <summary>The baseline is grey, so that the eye goes to what is compared with it.</summary>
    private static Func<int, string> StyleOf(Scenario scenario)
    {
        var baseline = scenario.Cases.ToList().FindIndex(one => one.Name == ScenarioText.Baseline(scenario));
        return index => index == baseline ? "base" : $"s{(index > baseline ? index - 1 : index) % Colours}";
    }
}
