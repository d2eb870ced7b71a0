namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>What followed one fault.</summary>
/// <param name="Subject">To whom it was done.</param>
/// <param name="TimesMs">Times in milliseconds by the names of the fault's figures; null where nothing happened that could be timed.</param>
/// <param name="Counts">What else was counted, by name.</param>
internal sealed record FailoverRound(string Subject, IReadOnlyDictionary<string, double?> TimesMs, IReadOnlyDictionary<string, int> Counts);
