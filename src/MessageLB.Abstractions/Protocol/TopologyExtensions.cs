using MessageLB.Transport;

namespace MessageLB;

/// <summary>Declares MessageLB's queues and exchanges in the right order.</summary>
public static class TopologyExtensions
{
    /// <summary>Declares the exchanges.</summary>
    public static async ValueTask DeclareExchangesAsync(this ITopology topology, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(topology);
        foreach (var exchange in TopologySpecs.Exchanges) await topology.DeclareExchangeAsync(exchange, cancellationToken);
    }

    /// <summary>
    /// Takes bindings away that a group had before its routes changed: those of <paramref name="others"/>, the routes of all other
    /// groups, and the catch-all, unless they are the group's own. A route that moved from one group to another would otherwise
    /// deliver every message to both.
    /// </summary>
    public static async ValueTask UnbindFormerRoutesAsync(this ITopology topology, string group, IReadOnlyCollection<string> routes, IEnumerable<string> others, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(topology);
        foreach (var route in others.Append("#").Distinct().Except(routes))
            await topology.UnbindAsync(Names.IngressQueue(group), ExchangeOf(route), route, cancellationToken);
    }

    /// <summary>
    /// Declares a group's dead letter queue and ingress queue and binds them. <paramref name="routes"/> are topic patterns on the
    /// ingress exchange; the pattern <c>#</c> makes the group the catch-all: it gets what no other group's routes match. With
    /// <paramref name="singleActive"/> only one dispatcher at a time gets messages.
    /// </summary>
    public static async ValueTask DeclareGroupAsync(this ITopology topology, string group, IEnumerable<string> routes, CancellationToken cancellationToken, bool singleActive = false)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(routes);
        await topology.DeclareQueueAsync(TopologySpecs.DeadQueue(group), cancellationToken);
        await topology.BindAsync(Names.DeadQueue(group), Names.DeadExchange, group, cancellationToken);
        await topology.DeclareQueueAsync(TopologySpecs.IngressQueue(group, singleActive), cancellationToken);
        foreach (var route in routes) await topology.BindAsync(Names.IngressQueue(group), ExchangeOf(route), route, cancellationToken);
    }

    private static string ExchangeOf(string route) => TopicPattern.IsCatchAll(route) ? Names.UnroutedExchange : Names.IngressExchange;
}
