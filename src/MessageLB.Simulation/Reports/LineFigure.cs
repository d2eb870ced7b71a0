using System.Text;

namespace MessageLB.Simulation;

/// <summary>Lines over an axis, as SVG with a legend.</summary>
internal sealed class LineFigure
{
    private const double Width = 460;
    private const double Height = 264;
    private const double Left = 66;
    private const double Right = 446;
    private const double Top = 14;
    private const double Bottom = 222;

    /// <summary>What it is of, for those who do not see it.</summary>
    public required string Label { get; init; }

    /// <summary>Title of the axis across.</summary>
    public required string Across { get; init; }

    /// <summary>Title of the axis upwards.</summary>
    public required string Upwards { get; init; }

    /// <summary>Places of the points on the axis across, from 0 to 1.</summary>
    public required IReadOnlyList<double> Places { get; init; }

    /// <summary>Labels on the axis across, with their places.</summary>
    public required IReadOnlyList<(double Place, string Text)> PlaceLabels { get; init; }

    /// <summary>The lines.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>Writes a value of a line.</summary>
    public required Func<double, string> Format { get; init; }

    /// <summary>Writes a value of the axis upwards.</summary>
    public required Func<double, string> FormatTick { get; init; }

    /// <summary>Whether the axis upwards is one of powers.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Whether each point has its mark.</summary>
    public bool HasMarkers { get; init; } = true;

    /// <summary>Highest value shown; what is above stands at the edge.</summary>
    public double Ceiling { get; init; } = double.PositiveInfinity;

    /// <summary>Value with a line of its own; null for none.</summary>
    public double? Reference { get; init; }

    public string Draw()
    {
        var values = Series.SelectMany(line => line.Points).Select(point => point.Value).Where(double.IsFinite).Select(value => Math.Min(value, Ceiling)).ToList();
        if (Reference is { } reference) values.Add(reference);
        if (values.Count == 0) return "";
        var scale = IsLogarithmic ? Scale.Logarithmic(values.Min(), values.Max(), Bottom, Top) : Scale.Linear(Lowest(values), values.Max(), Bottom, Top);
        var svg = new StringBuilder();
        svg.Append($"<svg class=\"chart\" viewBox=\"0 0 {Html.Number(Width)} {Html.Number(Height)}\" role=\"img\" aria-label=\"{Html.Text(Label)}\">");
        DrawAxes(svg, scale);
        foreach (var line in Series) DrawBand(svg, line, scale);
        foreach (var line in Series) DrawLine(svg, line, scale);
        svg.Append("</svg>");
        svg.Append("<p class=\"legend\">");
        foreach (var line in Series) svg.Append($"<span>{Marker.Sample(line.Marker, line.Style)}{Html.Text(line.Name)}</span> ");
        return svg.Append("</p>").ToString();
    }

    /// <summary>An axis of parts begins at zero unless that would leave most of it empty.</summary>
    private static double Lowest(List<double> values) => values.Min() < values.Max() * 0.5 ? 0 : values.Min();

    private static double X(double place) => Left + ((Right - Left) * place);

    private void DrawAxes(StringBuilder svg, Scale scale)
    {
        foreach (var tick in scale.Ticks)
        {
            var y = Html.Number(scale.At(tick));
            svg.Append($"<path class=\"grid\" d=\"M{Html.Number(Left)} {y}H{Html.Number(Right)}\"/>");
            svg.Append($"<text class=\"tick end\" x=\"{Html.Number(Left - 7)}\" y=\"{y}\" dy=\".32em\">{Html.Text(FormatTick(tick))}</text>");
        }

        if (Reference is { } reference) svg.Append($"<path class=\"one\" d=\"M{Html.Number(Left)} {Html.Number(scale.At(reference))}H{Html.Number(Right)}\"/>");
        foreach (var (place, text) in PlaceLabels) svg.Append($"<text class=\"tick mid\" x=\"{Html.Number(X(place))}\" y=\"{Html.Number(Bottom + 17)}\">{Html.Text(text)}</text>");
        svg.Append($"<text class=\"axis mid\" x=\"{Html.Number((Left + Right) / 2)}\" y=\"{Html.Number(Height - 6)}\">{Html.Text(Across)}</text>");
        svg.Append($"<text class=\"axis mid\" transform=\"translate(11 {Html.Number((Top + Bottom) / 2)}) rotate(-90)\">{Html.Text(Upwards)}</text>");
    }

    private void DrawBand(StringBuilder svg, ChartSeries line, Scale scale)
    {
        if (line.Points.All(point => point.HalfWidth <= 0)) return;
        var upper = line.Points.Select((point, i) => (point, i)).Where(pair => double.IsFinite(pair.point.Value)).ToList();
        var edge = upper.Select(pair => Place(pair.i, Math.Min(pair.point.Value + pair.point.HalfWidth, Ceiling), scale))
            .Concat(upper.AsEnumerable().Reverse().Select(pair => Place(pair.i, Math.Min(pair.point.Value - pair.point.HalfWidth, Ceiling), scale)));
        svg.Append($"<path class=\"{line.Style} band\" d=\"M{string.Join('L', edge)}Z\"/>");
    }

    private void DrawLine(StringBuilder svg, ChartSeries line, Scale scale)
    {
        var points = line.Points.Select((point, i) => (point, i)).Where(pair => double.IsFinite(pair.point.Value)).ToList();
        svg.Append($"<path class=\"{line.Style} l\" d=\"M{string.Join('L', points.Select(pair => Place(pair.i, Math.Min(pair.point.Value, Ceiling), scale)))}\"><title>{Html.Text(line.Name)}</title></path>");
        if (!HasMarkers) return;
        foreach (var (point, i) in points)
        {
            svg.Append($"<g>{Marker.Draw(line.Marker, X(Places[i]), scale.At(Math.Min(point.Value, Ceiling)), line.Style)}<title>{Html.Text($"{line.Name}: {Format(point.Value)}")}</title></g>");
        }
    }

    private string Place(int index, double value, Scale scale) => $"{Html.Number(X(Places[index]))} {Html.Number(scale.At(value))}";
}
