using System.Text.Json;

namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>The result.</summary>
/// <param name="Fault">Name of the fault.</param>
/// <param name="Broker">Address without credentials.</param>
/// <param name="Workers">Worker processes.</param>
/// <param name="Concurrency">Messages that each handled at the same time.</param>
/// <param name="WorkMs">How long a message took.</param>
/// <param name="Rate">Messages per second that arrived.</param>
/// <param name="Published">Messages published and confirmed.</param>
/// <param name="Completed">Different messages completed.</param>
/// <param name="Repeated">Completions of messages that had been completed before.</param>
/// <param name="Republished">Publishes without an outcome that were repeated, so that their messages may have come twice.</param>
/// <param name="Figures">The figures by name.</param>
/// <param name="Rounds">The rounds.</param>
internal sealed record FailoverReport(
    string Fault,
    string Broker,
    int Workers,
    int Concurrency,
    double WorkMs,
    double Rate,
    int Published,
    int Completed,
    int Repeated,
    long Republished,
    IReadOnlyDictionary<string, FailoverFigures> Figures,
    IReadOnlyList<FailoverRound> Rounds)
{
    /// <summary>The figures of a fault over all rounds.</summary>
    public static IReadOnlyDictionary<string, FailoverFigures> FiguresOf(IEnumerable<FailoverFigure> figures, IReadOnlyList<FailoverRound> rounds) =>
        figures.ToDictionary(figure => figure.Name, figure => FailoverFigures.Of(figure, rounds.Select(round => round.TimesMs.GetValueOrDefault(figure.Name))));

    public string ToJson() => JsonSerializer.Serialize(this, FailoverJsonContext.Default.FailoverReport);
}
