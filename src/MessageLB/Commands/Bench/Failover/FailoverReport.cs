using System.Text.Json;

namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>The result.</summary>
/// <param name="Broker">Address without credentials.</param>
/// <param name="Workers">Worker processes.</param>
/// <param name="Concurrency">Messages that each handled at the same time.</param>
/// <param name="WorkMs">How long a message took.</param>
/// <param name="Rate">Messages per second that arrived.</param>
/// <param name="Published">Messages published.</param>
/// <param name="Completed">Different messages completed.</param>
/// <param name="Repeated">Messages completed more than once: those in hand at a death.</param>
/// <param name="LastPickMs">From a kill to the last hand-over to the dead worker.</param>
/// <param name="FirstRescueMs">From a kill to the first of its messages handed to another.</param>
/// <param name="AllRescuedMs">From a kill until all of them were in others' queues.</param>
/// <param name="Rounds">The rounds.</param>
internal sealed record FailoverReport(
    string Broker,
    int Workers,
    int Concurrency,
    double WorkMs,
    double Rate,
    int Published,
    int Completed,
    int Repeated,
    FailoverFigures LastPickMs,
    FailoverFigures FirstRescueMs,
    FailoverFigures AllRescuedMs,
    IReadOnlyList<FailoverRound> Rounds)
{
    private const double PickTarget = 100;
    private const double FirstTarget = 100;
    private const double AllTarget = 1000;

    public static FailoverReport Of(FailoverOptions options, string address, int published, CompletionCount completed, IReadOnlyList<FailoverRound> rounds) => new(
        address,
        options.Workers,
        options.Concurrency,
        options.Work.TotalMilliseconds,
        Math.Round(options.Rate, 1),
        published,
        completed.Distinct,
        completed.Repeated,
        FailoverFigures.Of(rounds.Select(r => r.LastPickMs), PickTarget),
        FailoverFigures.Of(rounds.Select(r => r.FirstRescueMs), FirstTarget),
        FailoverFigures.Of(rounds.Select(r => r.AllRescuedMs), AllTarget),
        rounds);

    public string ToJson() => JsonSerializer.Serialize(this, FailoverJsonContext.Default.FailoverReport);
}
