namespace MessageLB.Simulation;

/// <summary>A recorded arrival.</summary>
/// <param name="GapSeconds">Time since the one before it, in seconds.</param>
/// <param name="Kind">Kind of message; empty if it has none.</param>
/// <param name="Key">Hash key; empty if it has none.</param>
public readonly record struct TraceArrival(double GapSeconds, string Kind = "", string Key = "");
