using MessageLB.CommandLine.Rendering;
using MessageLB.Core.Configuration;
using MessageLB.Web.Distribution;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Distribution;

/// <summary>Draws who got what: a table for each group, and words below it for what stands out.</summary>
/// <param name="window">The window that is shown.</param>
/// <param name="unicode">Whether bars and lines are available.</param>
internal sealed class DistributionView(TimeSpan window, bool unicode)
{
    private const int BarLength = 20;

    /// <param name="groups">What to draw.</param>
    public IRenderable Draw(IReadOnlyList<GroupDistributionResponse> groups) => new Rows(groups.SelectMany(Draw));

    private IEnumerable<IRenderable> Draw(GroupDistributionResponse group)
    {
        var shown = group.Windows.FirstOrDefault(w => w.WindowS == window.TotalSeconds);
        var table = new Table().Border(unicode ? TableBorder.Rounded : TableBorder.Ascii).BorderColor(Color.Grey);
        table.Title = new TableTitle($"[bold]{Markup.Escape(group.Name)}[/]  {Markup.Escape(group.Policy)}  over the last {Markup.Escape(Duration.Describe(window))}");
        table.AddColumn(new TableColumn("Destination") { NoWrap = true });
        foreach (var name in (string[])["Handed", "Share"]) table.AddColumn(new TableColumn(name) { Alignment = Justify.Right, NoWrap = true });
        table.AddColumn(new TableColumn(string.Empty) { NoWrap = true });
        foreach (var name in (string[])["Compared", "Expected", "By chance"]) table.AddColumn(new TableColumn(name) { Alignment = Justify.Right, NoWrap = true });
        foreach (var one in shown?.Destinations ?? []) table.AddRow(Cells(one).Select(cell => new Text(cell)));
        yield return table;
        if (shown is null) yield break;
        foreach (var line in Words(group, shown)) yield return new Text(line);
    }

    private IEnumerable<string> Cells(DestinationShareResponse one) =>
    [
        one.Name,
        Figures.Count(one.Handed),
        Figures.Share(one.Actual),
        new string(unicode ? '█' : '#', (int)Math.Round(one.Actual * BarLength)),
        one.Compared is { } compared ? Figures.Share(compared) + (one.Skewed ? " !" : string.Empty) : "–",
        one.Expected is { } expected ? Figures.Share(expected) : "–",
        one is { Low: { } low, High: { } high } ? $"{Figures.Share(low)} to {Figures.Share(high)}" : "–",
    ];

    private static IEnumerable<string> Words(GroupDistributionResponse group, WindowDistributionResponse shown)
    {
        foreach (var one in shown.Destinations.Where(d => d.Skewed)) yield return $"{one.Name}: got {(one.Compared > one.Expected ? "more" : "less")} than expected, beyond chance";
        if (group.Basis == "none") yield return $"{group.Policy} follows load or speed, so no share is expected of it";
        if (shown is { Fairness: { } fairness, Imbalance: { } imbalance }) yield return $"fairness {fairness:0.000} (1 is fair); {Figures.Share(imbalance)} of {Figures.Count(shown.Compared)} messages would have to go elsewhere";
        if (shown.FailedOver > 0) yield return $"{Figures.Share(shown.FailedOver)} went to a lower failover tier";
        if (shown.PredictionError is { } error) yield return $"predicted handling times were off by {Figures.Share(error)}";
    }
}
