namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>What followed a fault of a worker, where the dispatcher publishes. Times in milliseconds since the fault; null if there was nothing to time.</summary>
/// <param name="Picked">Messages handed to the worker since.</param>
/// <param name="Again">Messages that it had got and that others got since.</param>
/// <param name="LastPickMs">The last hand-over to it.</param>
/// <param name="FirstAgainMs">The first message handed to another.</param>
/// <param name="LastAgainMs">The last of them confirmed.</param>
/// <param name="HeldMs">Of the first message that it got since the fault and that went to another: from the one hand-over to the other.</param>
internal readonly record struct WitnessedHandOvers(int Picked, int Again, double? LastPickMs, double? FirstAgainMs, double? LastAgainMs, double? HeldMs);
