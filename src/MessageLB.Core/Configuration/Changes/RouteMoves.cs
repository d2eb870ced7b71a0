namespace MessageLB.Core.Configuration;

/// <summary>What a change of the configuration does to the bindings of ingress queues. Immutable.</summary>
public sealed record RouteMoves
{
    /// <summary>Bindings that must go, the catch-all's last: those of routes that moved or ended, and what an earlier life left of new routes.</summary>
    public required IReadOnlyList<(string Group, string Route)> Unbind { get; init; }

    /// <summary>Bindings that must be there afterwards.</summary>
    public required IReadOnlyList<(string Group, string Route)> Bind { get; init; }

    /// <summary>
    /// Whether a route may go from one group to another. Then the old binding must go before the new one comes, or both groups would get a
    /// message; else the new one comes first, or nobody would.
    /// </summary>
    public required bool Crosses { get; init; }

    /// <summary>Whether a message that is published between the two would match nothing and be lost, because no catch-all takes it.</summary>
    public required bool NeedsKeeping { get; init; }

    /// <summary>Compares what was bound with what is to be.</summary>
    /// <param name="former">Bindings from before.</param>
    /// <param name="groups">Groups from now on.</param>
    public static RouteMoves Between(IReadOnlyCollection<(string Group, string Route)> former, IReadOnlyList<GroupConfig> groups)
    {
        ArgumentNullException.ThrowIfNull(former);
        ArgumentNullException.ThrowIfNull(groups);
        var wanted = groups.SelectMany(g => g.Routes.Select(route => (Group: g.Name, Route: route))).ToList();
        var ended = former.Except(wanted).ToList();
        var begun = wanted.Except(former).ToList();
        // Queues that outlived an older configuration may still be bound to a route that another group has from now on.
        var left = begun.SelectMany(b => groups.Where(g => g.Name != b.Group && !g.Routes.Contains(b.Route)).Select(g => (Group: g.Name, b.Route)));
        var crosses = ended.Any(e => begun.Any(b => b.Group != e.Group));
        return new RouteMoves
        {
            Unbind = [.. ended.Concat(left).Distinct().OrderBy(b => TopicPattern.IsCatchAll(b.Route))],
            Bind = begun,
            Crosses = crosses,
            NeedsKeeping = crosses && !former.Concat(wanted).Any(b => TopicPattern.IsCatchAll(b.Route)),
        };
    }
}
