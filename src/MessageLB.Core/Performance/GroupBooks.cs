using MessageLB.Core.Distribution;

namespace MessageLB.Core.Performance;

/// <summary>
/// What was counted in a group up to a moment. It is taken while the group stands still, and read afterwards: trends of thousands of destinations take
/// longer than heartbeats can wait. Immutable.
/// </summary>
public sealed class GroupBooks
{
    private readonly string _group;
    private readonly string _policy;
    private readonly PerformanceBook _whole;
    private readonly List<(string Name, PerformanceBook Book)> _destinations;

    internal GroupBooks(string group, string policy, PerformanceBook whole, IEnumerable<(string Name, PerformanceBook Book)> destinations) =>
        (_group, _policy, _whole, _destinations) = (group, policy, whole.Copy(), [.. destinations.Select(d => (d.Name, d.Book.Copy()))]);

    /// <summary>Computes the figures, trends and anomalies. Thread-safe.</summary>
    public GroupPerformance Read() => new(
        _group,
        _whole.Read(),
        [.. Ordered().Select(d => new DestinationPerformance(d.Name, d.Book.Read()))]);

    /// <summary>Computes who got what, beside what the policy lets expect. Thread-safe.</summary>
    public GroupDistribution ReadDistribution()
    {
        var (basis, destinations) = (ExpectedShares.BasisOf(_policy), Ordered().ToList());
        var windows = new List<WindowDistribution>(PerformanceBook.Lengths.Count);
        for (var window = 0; window < PerformanceBook.Lengths.Count; window++)
        {
            var (whole, _) = _whole.Counted(window);
            if (whole.Over == TimeSpan.Zero) continue;
            var each = destinations.Select(d =>
            {
                var (figures, steps) = d.Book.Counted(window);
                return new WindowCount(d.Name, figures.Counted, steps);
            });
            windows.Add(DistributionReader.Read(basis, PerformanceBook.Lengths[window], whole.Over, [.. each]));
        }

        return new GroupDistribution(_group, _policy, basis, windows);
    }

    private IEnumerable<(string Name, PerformanceBook Book)> Ordered() => _destinations.OrderBy(d => d.Name, StringComparer.Ordinal);
}
