using System.Text;

namespace MessageLB.Simulation;

/// <summary>The cases as an HTML table.</summary>
internal static class ReportTable
{
    /// <summary>The tail of each case at each value of the sweep.</summary>
    public static string DrawSweep(SimulationResult result, SweepConfig sweep, Func<int, string> style)
    {
        var html = new StringBuilder($"<div class=\"scroll\"><table><thead><tr><th>{Html.Text(ReportText.SweepName(sweep.Parameter))}</th>");
        for (var i = 0; i < result.Scenario.Cases.Count; i++) html.Append($"<th>{Marker.Sample(i, style(i))} {Html.Text(result.Scenario.Cases[i].Name)}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var point in result.Points)
        {
            html.Append($"<tr><th scope=\"row\">{Html.Text(ReportText.SweepValue(sweep.Parameter, point.Value ?? 0))}</th>");
            foreach (var one in point.Cases) html.Append($"<td>{Html.Text(ReportText.Time(one.P99.Value))}<br/><small>{Html.Text(ReportText.Ratio(one.P99Ratio))}</small></td>");
            html.Append("</tr>");
        }

        return html.Append("</tbody></table></div>").ToString();
    }

    public static string Draw(Scenario scenario, PointResult point, Func<int, string> style)
    {
        var html = new StringBuilder("<div class=\"scroll\"><table><thead><tr><th>Case</th>");
        foreach (var name in (string[])["mean", "p50", "p90", "p99", "p99.9", "p99 ratio", "mean ratio"]) html.Append($"<th>{name}</th>");
        if (scenario.Objective is { } objective) html.Append($"<th>within {Html.Text(ReportText.Time(objective.TotalSeconds))}</th>");
        var unfinished = point.Cases.Any(one => one.Unfinished > 0);
        if (unfinished) html.Append("<th>unfinished</th>");
        html.Append("</tr></thead><tbody>");
        for (var i = 0; i < point.Cases.Count; i++)
        {
            var one = point.Cases[i];
            html.Append($"<tr><th scope=\"row\">{Marker.Sample(i, style(i))}{Html.Text(one.Name)}</th>");
            foreach (var time in (Estimate[])[one.Mean, one.P50, one.P90, one.P99, one.P999]) html.Append($"<td title=\"±{Html.Text(ReportText.Time(time.HalfWidth))}\">{Html.Text(ReportText.Time(time.Value))}</td>");
            html.Append($"<td class=\"strong\">{Html.Text(ReportText.Ratio(one.P99Ratio))}</td><td>{Html.Text(ReportText.Ratio(one.MeanRatio))}</td>");
            if (scenario.Objective is not null) html.Append($"<td>{(one.Success is { } success ? Html.Text(ReportText.Success(success.Value)) : "")}</td>");
            if (unfinished) html.Append($"<td>{ReportText.Count(one.Unfinished)}</td>");
            html.Append("</tr>");
        }

        return html.Append("</tbody></table></div>").ToString();
    }
}
