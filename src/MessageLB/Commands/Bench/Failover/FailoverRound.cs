namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>What followed one kill; times in milliseconds since then.</summary>
/// <param name="Worker">Who was killed.</param>
/// <param name="PickedAfter">Messages handed to it after its death.</param>
/// <param name="Rescued">Messages handed over again.</param>
/// <param name="LastPickMs">The last hand-over to it; null if there was none.</param>
/// <param name="FirstRescueMs">The first message handed over again; null if none was.</param>
/// <param name="AllRescuedMs">The last one of them confirmed; null if none was.</param>
internal sealed record FailoverRound(string Worker, int PickedAfter, int Rescued, double? LastPickMs, double? FirstRescueMs, double? AllRescuedMs);
