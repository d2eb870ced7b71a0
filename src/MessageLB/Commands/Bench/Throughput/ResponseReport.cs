namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>Times from when messages were due to their completion over all rounds, in milliseconds.</summary>
/// <param name="P50">Median of the messages.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="AddedP50">How much more than the baseline's of the same round; null for the baseline.</param>
/// <param name="AddedP99">The same.</param>
internal sealed record ResponseReport(Spread P50, Spread P99, Spread? AddedP50, Spread? AddedP99)
{
    /// <summary>Of rounds at a rate.</summary>
    /// <param name="rounds">Of each round.</param>
    /// <param name="baseline">The baseline's of the same rounds; null for the baseline itself.</param>
    public static ResponseReport Of(IReadOnlyList<ResponseTimes> rounds, IReadOnlyList<ResponseTimes>? baseline) => new(
        Spread.Of(rounds.Select(round => round.P50)),
        Spread.Of(rounds.Select(round => round.P99)),
        baseline is null ? null : Spread.Of(rounds.Zip(baseline, (mine, other) => mine.P50 - other.P50)),
        baseline is null ? null : Spread.Of(rounds.Zip(baseline, (mine, other) => mine.P99 - other.P99)));
}
