namespace MessageLB.Core.Performance;

/// <summary>How a destination does.</summary>
/// <param name="Destination">Its name.</param>
/// <param name="Windows">Over one minute, five minutes and one hour; empty until it was looked at.</param>
public sealed record DestinationPerformance(string Destination, IReadOnlyList<WindowPerformance> Windows);
