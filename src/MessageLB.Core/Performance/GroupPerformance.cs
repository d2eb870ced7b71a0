namespace MessageLB.Core.Performance;

/// <summary>How a group does.</summary>
/// <param name="Group">Its name.</param>
/// <param name="Windows">All its destinations together, as in <see cref="DestinationPerformance.Windows"/>; it is ready while one of them is.</param>
/// <param name="Destinations">Each of them, in the order of their names.</param>
public sealed record GroupPerformance(string Group, IReadOnlyList<WindowPerformance> Windows, IReadOnlyList<DestinationPerformance> Destinations);
