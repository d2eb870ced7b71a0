namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>A shape over all rounds.</summary>
/// <param name="Name">Name.</param>
/// <param name="Setting">How it is set up.</param>
/// <param name="PerSecond">Messages per second.</param>
/// <param name="Ratio">Of them to those of the baseline in the same round; null for the baseline, and at a rate, which is the same for all.</param>
/// <param name="StartMs">From the start to the first completion.</param>
/// <param name="BrokerCpuUs">Processor time of the broker for each message; null if nobody can tell.</param>
/// <param name="ClientCpuUs">Processor time of this process for each message.</param>
/// <param name="AllocatedBytes">Bytes allocated for each message.</param>
/// <param name="PeakWorkingSetMb">Largest working set.</param>
/// <param name="FillPerSecond">Messages that the ingress queue took per second before; null at a rate.</param>
/// <param name="FillBrokerCpuUs">Processor time of the broker for each of them; null at a rate, and if nobody can tell.</param>
/// <param name="ResponseMs">At a rate: times to completion; else null.</param>
/// <param name="Duplicates">Completions beyond the first of a message, in all rounds.</param>
/// <param name="Rounds">The rounds.</param>
internal sealed record ThroughputShapeReport(
    string Name,
    string Setting,
    Spread PerSecond,
    Spread? Ratio,
    Spread StartMs,
    Spread? BrokerCpuUs,
    Spread ClientCpuUs,
    Spread AllocatedBytes,
    Spread PeakWorkingSetMb,
    Spread? FillPerSecond,
    Spread? FillBrokerCpuUs,
    ResponseReport? ResponseMs,
    int Duplicates,
    IReadOnlyList<ThroughputFigures> Rounds)
{
    /// <summary>Of a shape's rounds.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="rounds">Its rounds, at least one; all of them drained, or all of them at a rate.</param>
    /// <param name="baseline">Those of the baseline; null for the baseline itself.</param>
    public static ThroughputShapeReport Of(IThroughputShape shape, IReadOnlyList<ThroughputFigures> rounds, IReadOnlyList<ThroughputFigures>? baseline)
    {
        var times = TimesOf(rounds);
        return new ThroughputShapeReport(
            shape.Name,
            shape.Setting,
            Spread.Of(rounds.Select(round => round.PerSecond)),
            baseline is null || times is not null ? null : Spread.Of(rounds.Zip(baseline, (mine, other) => mine.PerSecond / other.PerSecond)),
            Spread.Of(rounds.Select(round => round.StartMs)),
            Spread.OfKnown(rounds.Select(round => round.BrokerCpuUs)),
            Spread.Of(rounds.Select(round => round.ClientCpuUs)),
            Spread.Of(rounds.Select(round => round.AllocatedBytes)),
            Spread.Of(rounds.Select(round => round.PeakWorkingSetMb)),
            Spread.OfKnown(rounds.Select(round => round.Fill?.PerSecond)),
            Spread.OfKnown(rounds.Select(round => round.Fill?.BrokerCpuUs)),
            times is null ? null : ResponseReport.Of(times, baseline is null ? null : TimesOf(baseline)),
            rounds.Sum(round => round.Duplicates),
            rounds);
    }

    private static List<ResponseTimes>? TimesOf(IReadOnlyList<ThroughputFigures> rounds)
    {
        var times = rounds.Select(round => round.ResponseMs).OfType<ResponseTimes>().ToList();
        return times.Count == rounds.Count ? times : null;
    }
}
