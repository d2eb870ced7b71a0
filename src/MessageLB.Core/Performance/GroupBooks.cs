namespace MessageLB.Core.Performance;

/// <summary>
/// What was counted in a group up to a moment. It is taken while the group stands still, and read afterwards: trends of thousands of destinations take
/// longer than heartbeats can wait. Immutable.
/// </summary>
public sealed class GroupBooks
{
    private readonly string _group;
    private readonly PerformanceBook _whole;
    private readonly List<(string Name, PerformanceBook Book)> _destinations;

    internal GroupBooks(string group, PerformanceBook whole, IEnumerable<(string Name, PerformanceBook Book)> destinations) =>
        (_group, _whole, _destinations) = (group, whole.Copy(), [.. destinations.Select(d => (d.Name, d.Book.Copy()))]);

    /// <summary>Computes the figures, trends and anomalies. Thread-safe.</summary>
    public GroupPerformance Read() => new(
        _group,
        _whole.Read(),
        [.. _destinations.OrderBy(d => d.Name, StringComparer.Ordinal).Select(d => new DestinationPerformance(d.Name, d.Book.Read()))]);
}
