using MessageLB.Core.Performance;

namespace MessageLB.Web.Performance;

/// <summary>How a group does.</summary>
/// <param name="Name">Name.</param>
/// <param name="Windows">All its destinations together, over one minute, five minutes and one hour.</param>
/// <param name="Destinations">Each of them.</param>
public sealed record GroupPerformanceResponse(string Name, IReadOnlyList<WindowResponse> Windows, IReadOnlyList<DestinationPerformanceResponse> Destinations)
{
    /// <summary>Copies what the dispatcher tells.</summary>
    public static GroupPerformanceResponse From(GroupPerformance group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return new GroupPerformanceResponse(
            group.Group,
            [.. group.Windows.Select(WindowResponse.From)],
            [.. group.Destinations.Select(d => new DestinationPerformanceResponse(d.Destination, [.. d.Windows.Select(WindowResponse.From)]))]);
    }
}
