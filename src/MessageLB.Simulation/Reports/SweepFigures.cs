namespace MessageLB.Simulation;

/// <summary>The cases over the values of a sweep, as SVG.</summary>
internal static class SweepFigures
{
    private const double HighestRatio = 4;

    /// <summary>What is to be said of ratios that are too high to be drawn where they belong; empty if none is.</summary>
    public static string Note(SimulationResult result, Func<CaseResult, Estimate> ratio) =>
        result.Points.SelectMany(point => point.Cases).Any(one => ratio(one).Value > HighestRatio) ? $" Ratios above {ReportText.TickRatio(HighestRatio)} stand at the edge." : "";

    /// <summary>Ratios to the baseline.</summary>
    public static string Ratios(SimulationResult result, SweepConfig sweep, Func<CaseResult, Estimate> ratio, string name, Func<int, string> style) => new LineFigure
    {
        Label = $"{name} of each case by {ReportText.SweepName(sweep.Parameter)}",
        Across = ReportText.SweepName(sweep.Parameter),
        Upwards = name,
        Places = Places(sweep),
        PlaceLabels = PlaceLabels(sweep),
        Series = Series(result, ratio, style),
        Format = ReportText.Ratio,
        FormatTick = ReportText.TickRatio,
        Ceiling = HighestRatio,
        Reference = 1,
    }.Draw();

    /// <summary>Times.</summary>
    public static string Times(SimulationResult result, SweepConfig sweep, Func<CaseResult, Estimate> time, string name, Func<int, string> style) => new LineFigure
    {
        Label = $"{name} of each case by {ReportText.SweepName(sweep.Parameter)}",
        Across = ReportText.SweepName(sweep.Parameter),
        Upwards = name,
        Places = Places(sweep),
        PlaceLabels = PlaceLabels(sweep),
        Series = Series(result, time, style),
        Format = ReportText.Time,
        FormatTick = ReportText.TickTime,
        IsLogarithmic = true,
    }.Draw();

    private static List<ChartSeries> Series(SimulationResult result, Func<CaseResult, Estimate> figure, Func<int, string> style) =>
        [.. result.Scenario.Cases.Select((one, i) => new ChartSeries(one.Name, style(i), i, [.. result.Points.Select(point => figure(point.Cases[i]))]))];

    /// <summary>Delays and loads stand where they belong; dispatchers, which double, at equal distances.</summary>
    private static double[] Places(SweepConfig sweep)
    {
        var values = sweep.Values;
        var (lowest, highest) = (values.Min(), values.Max());
        if (sweep.Parameter == SweepParameter.Dispatchers || highest <= lowest) return [.. values.Select((_, i) => values.Count == 1 ? 0.5 : 0.03 + (0.94 * i / (values.Count - 1)))];
        return [.. values.Select(value => 0.03 + (0.94 * (value - lowest) / (highest - lowest)))];
    }

    /// <summary>As many labels as there is room for.</summary>
    private static List<(double Place, string Text)> PlaceLabels(SweepConfig sweep)
    {
        const double room = 0.13;
        var labels = new List<(double Place, string Text)>();
        foreach (var (place, value) in Places(sweep).Zip(sweep.Values).OrderBy(pair => pair.First))
        {
            if (labels.Count == 0 || place - labels[^1].Place >= room) labels.Add((place, sweep.Parameter == SweepParameter.FeedbackDelay ? ReportText.TickTime(value) : ReportText.SweepValue(sweep.Parameter, value)));
        }

        return labels;
    }
}
