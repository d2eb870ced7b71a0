using System.Text;

namespace MessageLB.Simulation;

/// <summary>Bars of the cases' ratios to the baseline with their intervals, as SVG.</summary>
internal static class RatioFigure
{
    private const double Width = 460;
    private const double Left = 4;
    private const double Right = 452;
    private const double RowHeight = 36;
    private const double BarHeight = 12;
    private const double Head = 18;
    private const double Longest = 4;

    public static string Draw(IReadOnlyList<CaseResult> cases, Func<CaseResult, Estimate> ratio, Func<int, string> style, string label)
    {
        var highest = cases.Select(ratio).Where(one => double.IsFinite(one.Value)).Select(one => Math.Min(one.Value + one.HalfWidth, Longest)).DefaultIfEmpty(1).Max();
        var scale = Scale.Linear(0, Math.Max(highest, 1), Left, Right);
        var bottom = Head + (cases.Count * RowHeight);
        var svg = new StringBuilder();
        svg.Append($"<svg class=\"chart\" viewBox=\"0 0 {Html.Number(Width)} {Html.Number(bottom + 22)}\" role=\"img\" aria-label=\"{Html.Text(label)}\">");
        foreach (var tick in scale.Ticks)
        {
            svg.Append($"<path class=\"grid\" d=\"M{Html.Number(scale.At(tick))} {Html.Number(Head)}V{Html.Number(bottom)}\"/>");
            var anchor = tick == scale.Ticks[0] ? "" : tick == scale.Ticks[^1] ? " end" : " mid";
            svg.Append($"<text class=\"tick{anchor}\" x=\"{Html.Number(scale.At(tick))}\" y=\"{Html.Number(bottom + 16)}\">{Html.Text(ReportText.TickRatio(tick))}</text>");
        }

        for (var i = 0; i < cases.Count; i++) DrawRow(svg, cases[i].Name, ratio(cases[i]), Head + (i * RowHeight), style(i), scale);
        return svg.Append("</svg>").ToString();
    }

    private static void DrawRow(StringBuilder svg, string name, Estimate ratio, double top, string style, Scale scale)
    {
        var y = top + 19;
        svg.Append($"<text class=\"name\" x=\"{Html.Number(Left)}\" y=\"{Html.Number(top + 13)}\">{Html.Short(name, 44)}</text>");
        svg.Append($"<text class=\"value end\" x=\"{Html.Number(Right)}\" y=\"{Html.Number(top + 13)}\">{Html.Text(ReportText.Ratio(ratio))}</text>");
        var one = $"<path class=\"one\" d=\"M{Html.Number(scale.At(1))} {Html.Number(y - 3)}v{Html.Number(BarHeight + 6)}\"/>";
        if (!double.IsFinite(ratio.Value))
        {
            svg.Append(one);
            return;
        }

        var end = scale.At(Math.Min(ratio.Value, Longest));
        svg.Append($"<rect class=\"{style} b\" x=\"{Html.Number(Left)}\" y=\"{Html.Number(y)}\" width=\"{Html.Number(end - Left)}\" height=\"{Html.Number(BarHeight)}\" rx=\"2\"><title>{Html.Text($"{name}: {ReportText.Ratio(ratio)}")}</title></rect>{one}");
        if (ratio.Value > Longest) svg.Append($"<path class=\"beyond\" d=\"M{Html.Number(end - 14)} {Html.Number(y + 2)}l5 4-5 4m6-8l5 4-5 4\"/>");
        else if (ratio.HalfWidth > 0)
        {
            var (low, high, middle) = (scale.At(ratio.Value - ratio.HalfWidth), scale.At(Math.Min(ratio.Value + ratio.HalfWidth, Longest)), y + (BarHeight / 2));
            svg.Append($"<path class=\"whisker\" d=\"M{Html.Number(low)} {Html.Number(middle)}H{Html.Number(high)}M{Html.Number(low)} {Html.Number(middle - 4)}v8M{Html.Number(high)} {Html.Number(middle - 4)}v8\"/>");
        }
    }
}
