namespace MessageLB.Simulation;

/// <summary>A report of service times.</summary>
/// <param name="Destination">Which worker.</param>
/// <param name="Kind">Kind of the messages; empty for all of them together.</param>
/// <param name="Count">Messages.</param>
/// <param name="MeanMs">Their mean time in milliseconds, at the worker's own speed.</param>
internal readonly record struct RecordedService(string Destination, string Kind, int Count, double MeanMs);
