using MessageLB.CommandLine.Rendering;
using MessageLB.Core.Configuration;
using MessageLB.Web.Adjustment;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Weights;

/// <summary>Draws the weights of a group: a table, and a line for each of the latest adjustments.</summary>
/// <param name="last">Adjustments that are shown.</param>
/// <param name="unicode">Whether lines and arrows are available.</param>
internal sealed class WeightsView(int last, bool unicode)
{
    /// <param name="group">What to draw.</param>
    public IRenderable Draw(GroupAdjustmentsResponse group) => new Rows(Lines(group));

    private IEnumerable<IRenderable> Lines(GroupAdjustmentsResponse group)
    {
        var table = new Table().Border(unicode ? TableBorder.Rounded : TableBorder.Ascii).BorderColor(Color.Grey);
        var mode = group.Inactive is { } why ? $"not adjusted: {why}" : $"adjusted every {Duration.Describe(TimeSpan.FromSeconds(group.IntervalS))}";
        table.Title = new TableTitle($"[bold]{Markup.Escape(group.Group)}[/]  {Markup.Escape(mode)}");
        table.AddColumn(new TableColumn("Destination") { NoWrap = true });
        foreach (var name in (string[])["Configured", "Effective", "Factor"]) table.AddColumn(new TableColumn(name) { Alignment = Justify.Right, NoWrap = true });
        foreach (var weight in group.Weights)
        {
            var factor = FormattableString.Invariant($"{weight.Factor:0.00}");
            table.AddRow(new Text(weight.Destination), new Text(Figures.Count(weight.Configured)), new Text(Figures.Weight(weight.Effective)), new Text(weight.Learned ? $"{factor} learned" : factor));
        }

        yield return table;
        var arrow = unicode ? "→" : "->";
        foreach (var one in group.Adjustments.Take(last))
        {
            yield return new Text($"{Figures.Milliseconds(one.AgoS * 1000)} ago  {one.Destination}: {Figures.Weight(one.From)} {arrow} {Figures.Weight(one.To)} ({one.Cause}) {one.Reason}");
        }
    }
}
