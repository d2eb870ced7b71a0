using System.Globalization;
using MessageLB.CommandLine.Rendering;
using MessageLB.Web.Explaining;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Explain;

/// <summary>Draws a decision: what became of the message and why, who could have got it, and who could not.</summary>
/// <param name="unicode">Whether line letters are available.</param>
internal sealed class ExplainView(bool unicode)
{
    private const string Unknown = "–";

    public IRenderable Draw(DecisionResponse decision)
    {
        var parts = new List<IRenderable> { Headline(decision), new Text(Facts(decision)) };
        if (decision.Candidates.Count > 0) parts.Add(DrawCandidates(decision));
        if (decision.Excluded.Count > 0)
        {
            parts.Add(new Text("not considered:"));
            parts.AddRange(decision.Excluded.Select(DrawExcluded));
        }

        parts.AddRange(Remarks(decision).Select(remark => new Text(remark)));
        parts.Add(Text.Empty);
        return new Rows(parts);
    }

    private static Markup Headline(DecisionResponse decision)
    {
        var message = decision.MessageId is { } id ? $"message [bold]{Markup.Escape(id)}[/]" : "a message without id";
        return new Markup(decision.Winner is { } winner
            ? $"{message} went to [bold green]{Markup.Escape(winner)}[/]: {Markup.Escape(decision.Because)}"
            : $"{message} [yellow]went to nobody[/]: {Markup.Escape(decision.Because)}");
    }

    private static string Facts(DecisionResponse decision)
    {
        var facts = $"group {decision.Group}, {decision.Policy}, routing key {decision.RoutingKey}";
        if (decision.Kind is { } kind) facts += $", kind {kind}";
        facts += decision.Time.UtcDateTime.ToString("', at 'HH:mm:ss.fff' UTC'", CultureInfo.InvariantCulture);
        return decision.HeldMs is { } held ? $"{facts}, held {Figures.Milliseconds(held)} before" : facts;
    }

    private Table DrawCandidates(DecisionResponse decision)
    {
        var table = new Table().Border(unicode ? TableBorder.Rounded : TableBorder.Ascii).BorderColor(Color.Grey);
        table.AddColumn(new TableColumn(string.Empty));
        table.AddColumn(new TableColumn("Destination") { NoWrap = true });
        foreach (var name in (string[])["Score", "In flight", "Weight", "Concurrency", "Service time", "Expected"]) table.AddColumn(new TableColumn(name) { Alignment = Justify.Right, NoWrap = true });
        foreach (var candidate in decision.Candidates)
        {
            var isWinner = candidate.Name == decision.Winner;
            table.AddRow(
                isWinner ? new Markup(unicode ? "[green]►[/]" : "[green]>[/]") : Text.Empty,
                isWinner ? new Markup($"[bold green]{Markup.Escape(candidate.Name)}[/]") : new Text(candidate.Name),
                new Text(Score(candidate.Score)),
                new Text($"{candidate.InFlight}/{candidate.Window}"),
                new Text(Figures.Weight(candidate.Weight)),
                new Text(candidate.Concurrency == 0 ? Unknown : Figures.Count(candidate.Concurrency)),
                new Text(candidate is { ServiceTimeMs: not null, Measured: false } ? $"~{Figures.Milliseconds(candidate.ServiceTimeMs)}" : Figures.Milliseconds(candidate.ServiceTimeMs)),
                new Text(Figures.Milliseconds(candidate.ExpectedMs)));
        }

        return table;
    }

    private static Markup DrawExcluded(ExcludedResponse excluded)
    {
        var (what, colour) = excluded.Cause switch
        {
            "no_credit" => ("full", "yellow"),
            "reserve" => ("in reserve", "yellow"),
            "weight_zero" => ("out", "grey"),
            "just_ready" => ("just ready", "grey"),
            "policy" => ("left out by the policy", "blue"),
            _ => (excluded.State, excluded.State is "draining" or "maintenance" ? "blue" : "red"),
        };
        return new Markup($"  {Markup.Escape(excluded.Name)} [{colour}]{Markup.Escape(what)}[/]: {Markup.Escape(excluded.Reason)}");
    }

    private static IEnumerable<string> Remarks(DecisionResponse decision)
    {
        if (decision.LeftOut > 0) yield return $"{Figures.Count(decision.LeftOut)} more destinations are not shown";
        if (decision.Shadow is { } shadow) yield return shadow == decision.Winner ? "the shadow policy would have chosen the same" : $"the shadow policy would have chosen {shadow}";
        if (decision.Candidates.Any(c => c is { ServiceTimeMs: not null, Measured: false })) yield return "~ nothing measured there yet: the median of its peers";
    }

    private static string Score(double? score) => score switch
    {
        null => Unknown,
        >= 1000 or <= -1000 => Figures.Count((long)score.Value),
        _ => score.Value.ToString("G4", CultureInfo.InvariantCulture),
    };
}
