using MessageLB.Core.Performance;

namespace MessageLB.Core.Distribution;

/// <summary>What was counted at a destination in a window.</summary>
/// <param name="Destination">Its name.</param>
/// <param name="Counted">In the whole window.</param>
/// <param name="Steps">In each of its steps, the oldest first.</param>
internal readonly record struct WindowCount(string Destination, PerformanceCounters Counted, IReadOnlyList<PerformanceFigures> Steps);
