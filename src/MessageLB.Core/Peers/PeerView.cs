namespace MessageLB.Core.Peers;

/// <summary>A live dispatcher as the others see it.</summary>
/// <param name="Id">Name of the process.</param>
/// <param name="StartedAt">Start of the process by its own clock, for display; default if it does not say.</param>
/// <param name="Groups">Number of groups that it serves.</param>
/// <param name="SinceSeen">Time since its last beat.</param>
public readonly record struct PeerView(string Id, DateTimeOffset StartedAt, int Groups, TimeSpan SinceSeen);
