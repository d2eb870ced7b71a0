namespace MessageLB.Web.Performance;

/// <summary>How a destination does.</summary>
/// <param name="Name">Name.</param>
/// <param name="Windows">Over one minute, five minutes and one hour; empty in its first second.</param>
public sealed record DestinationPerformanceResponse(string Name, IReadOnlyList<WindowResponse> Windows);
