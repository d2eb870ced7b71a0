using MessageLB.Core.Adjustment;
using MessageLB.Core.Configuration;
using MessageLB.Core.Performance;
using MessageLB.Core.Recommendations;

namespace MessageLB.Core.Groups;

/// <summary>What improvements can be judged by.</summary>
public sealed partial class GroupUpdater
{
    /// <summary>How the group is set up, and what was measured of it, copied.</summary>
    /// <param name="window">How far back: one minute, five minutes or one hour.</param>
    /// <param name="now">Time.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such window.</exception>
    public GroupSituation Situation(TimeSpan window, TimeSpan now)
    {
        var place = PerformanceBook.Lengths.ToList().IndexOf(window);
        ArgumentOutOfRangeException.ThrowIfNegative(place, nameof(window));
        var figures = _performance.Counted(place).Figures;
        var settled = figures.Counted.Done + figures.Counted.Failed;
        return new GroupSituation
        {
            Group = _state.Name,
            Policy = Policy,
            Window = _config.Window,
            Adjusts = AdjustmentRules.Apply(_config),
            Objective = _config.Objective,
            Over = figures.Over,
            Settled = settled,
            HandOver = TimeSpan.FromSeconds(settled > 0 ? figures.Counted.WaySeconds / settled : _figures.HandOverSeconds),
            Dispatchers = _figures.Dispatchers,
            NotSimulated = [.. NotSimulated(_config, _kinds.IsMixed)],
            Destinations = [.. _records.Values
                .OrderBy(r => r.State.Name, StringComparer.Ordinal)
                .Select(r => r.Situation(r.Books.Counted(place).Figures, r.Books.Times(place), _standing.IsChosenFrom(r, now)))],
        };
    }

    private static IEnumerable<string> NotSimulated(GroupConfig config, bool kinds)
    {
        if (config.Sticky is not null) yield return "sticky";
        if (config.Tenants is not null) yield return "tenants";
        if (config.RateLimit is not null) yield return "rate_limit";
        if (config.Priority) yield return "priority";
        if (config.OrderBy is not null) yield return "order_by";
        if (config.Holds) yield return "delivery: hold";
        if (kinds) yield return "kinds of message";
    }
}
