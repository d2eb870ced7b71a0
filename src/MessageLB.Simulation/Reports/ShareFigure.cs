using System.Text;

namespace MessageLB.Simulation;

/// <summary>Who got how many messages under each case: a bar of parts, as SVG with a legend.</summary>
internal static class ShareFigure
{
    /// <summary>Most parts of a bar; the rest is one part.</summary>
    private const int MostParts = 8;
    private const double Width = 460;
    private const double Left = 4;
    private const double Right = 452;
    private const double RowHeight = 40;
    private const double BarHeight = 17;
    private const double Readable = 0.09;

    public static string Draw(IReadOnlyList<CaseResult> cases)
    {
        var groups = cases.Select(one => Parts(one.Destinations)).ToList();
        var svg = new StringBuilder();
        svg.Append($"<svg class=\"chart\" viewBox=\"0 0 {Html.Number(Width)} {Html.Number((cases.Count * RowHeight) + 4)}\" role=\"img\" aria-label=\"Share of the messages of each worker, case by case\">");
        for (var i = 0; i < cases.Count; i++) DrawRow(svg, cases[i].Name, groups[i], i * RowHeight);
        svg.Append("</svg><p class=\"legend\">");
        for (var i = 0; i < groups[0].Count; i++) svg.Append($"<span><svg class=\"key\" viewBox=\"0 0 12 12\" aria-hidden=\"true\"><rect class=\"d{i}\" width=\"12\" height=\"12\" rx=\"2\"/></svg>{Html.Text(groups[0][i].Name)}</span> ");
        return svg.Append("</p>").ToString();
    }

    private static IReadOnlyList<ShareGroup> Parts(IReadOnlyList<DestinationResult> destinations)
    {
        var groups = ShareGroup.Of(destinations);
        if (groups.Count <= MostParts) return groups;
        var rest = groups.Skip(MostParts - 1).Sum(group => group.Share);
        return [.. groups.Take(MostParts - 1), new ShareGroup($"{ReportText.Count(groups.Count - MostParts + 1)} others", rest)];
    }

    private static void DrawRow(StringBuilder svg, string name, IReadOnlyList<ShareGroup> parts, double top)
    {
        svg.Append($"<text class=\"name\" x=\"{Html.Number(Left)}\" y=\"{Html.Number(top + 14)}\">{Html.Short(name, 60)}</text>");
        var (x, y) = (Left, top + 20);
        for (var i = 0; i < parts.Count; i++)
        {
            var width = (Right - Left) * Math.Clamp(parts[i].Share, 0, 1);
            if (width <= 0) continue;
            svg.Append($"<rect class=\"d{i}\" x=\"{Html.Number(x)}\" y=\"{Html.Number(y)}\" width=\"{Html.Number(Math.Max(width - 1, 0.5))}\" height=\"{Html.Number(BarHeight)}\"><title>{Html.Text($"{parts[i].Name}: {ReportText.Share(parts[i].Share)}")}</title></rect>");
            if (parts[i].Share >= Readable) svg.Append($"<text class=\"in i{i} mid\" x=\"{Html.Number(x + (width / 2))}\" y=\"{Html.Number(y + 12.5)}\">{Html.Text(ReportText.Share(parts[i].Share))}</text>");
            x += width;
        }
    }
}
