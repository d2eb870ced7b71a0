using System.Text;
using MessageLB.Core.Configuration;

namespace MessageLB.Simulation;

/// <summary>How the share of each worker to which something happens changes during the run, one line for each case.</summary>
internal static class TimelineFigure
{
    private const int MostWorkers = 4;

    /// <summary>The figures with their headings; empty if nothing happens to anybody.</summary>
    public static string Draw(Scenario scenario, IReadOnlyList<CaseResult> cases, Func<int, string> style)
    {
        var html = new StringBuilder();
        var changing = scenario.Destinations.Select((destination, i) => (destination, i)).Where(pair => pair.destination.Timeline.Count > 0).Take(MostWorkers);
        foreach (var (destination, index) in changing)
        {
            var slices = cases[0].Destinations[index].Timeline.Count;
            if (slices == 0) continue;
            var figure = new LineFigure
            {
                Label = $"Share of completions of {destination.Name} during the run, one line for each case",
                Across = "part of the run",
                Upwards = "share of completions",
                Places = [.. Enumerable.Range(0, slices).Select(slice => (slice + 0.5) / slices)],
                PlaceLabels = [.. Enumerable.Range(0, 5).Select(i => (i / 4.0, ReportText.Percent(i / 4.0)))],
                Series = [.. cases.Select((one, i) => new ChartSeries(one.Name, style(i), i, [.. one.Destinations[index].Timeline.Select(share => new Estimate(share, 0))]))],
                Format = ReportText.Percent,
                FormatTick = ReportText.Percent,
                HasMarkers = false,
            };
            html.Append($"<figure class=\"card\"><figcaption><h2>Completions of {Html.Text(destination.Name)}</h2><p>{Html.Text(Happenings(destination))}</p></figcaption>{figure.Draw()}</figure>");
        }

        return html.ToString();
    }

    private static string Happenings(SimulatedDestination destination) => string.Join(", ", destination.Timeline.Select(happening =>
    {
        var what = happening.Action switch
        {
            TimelineAction.Speed => $"speed × {happening.Speed.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)}",
            TimelineAction.Stop => "stops",
            TimelineAction.Kill => "is killed",
            _ => "returns",
        };
        return $"{what} at {Duration.Describe(happening.At)}";
    })) + ".";
}
