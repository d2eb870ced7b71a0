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
        foreach (var route in others.Append("#").Distinct().Except(routes)) await topology.UnbindRouteAsync(group, route, cancellationToken);
    }

    /// <summary>Binds a group's ingress queue to one of its routes; <c>#</c> makes it the catch-all.</summary>
    public static ValueTask BindRouteAsync(this ITopology topology, string group, string route, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(topology);
        return topology.BindAsync(Names.IngressQueue(group), ExchangeOf(route), route, cancellationToken);
    }

    /// <summary>Takes the binding of a route away from a group's ingress queue.</summary>
    public static ValueTask UnbindRouteAsync(this ITopology topology, string group, string route, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(topology);
        return topology.UnbindAsync(Names.IngressQueue(group), ExchangeOf(route), route, cancellationToken);
    }

    /// <summary>
    /// Declares a group's ingress queue, and where its failed messages go, and binds them. <paramref name="routes"/> are topic patterns on the
    /// ingress exchange; the pattern <c>#</c> makes the group the catch-all: it gets what no other group's routes match. With
    /// <paramref name="singleActive"/> only one dispatcher at a time gets messages.
    /// </summary>
    public static async ValueTask DeclareGroupAsync(this ITopology topology, string group, IEnumerable<string> routes, CancellationToken cancellationToken, bool singleActive = false)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(routes);
        await topology.DeclareFailedAsync(group, cancellationToken);
        await topology.DeclareQueueAsync(TopologySpecs.IngressQueue(group, singleActive), cancellationToken);
        foreach (var route in routes) await topology.BindRouteAsync(group, route, cancellationToken);
    }

    /// <summary>Declares where a group's failed messages go: its retry queue and its dead letter queue.</summary>
    public static async ValueTask DeclareFailedAsync(this ITopology topology, string group, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(topology);
        await topology.DeclareQueueAsync(TopologySpecs.DeadQueue(group), cancellationToken);
        await topology.BindAsync(Names.DeadQueue(group), Names.DeadExchange, group, cancellationToken);
        await topology.DeclareQueueAsync(TopologySpecs.RetryQueue(group), cancellationToken);
    }

    /// <summary>Declares a step of a wait.</summary>
    /// <param name="topology">Where.</param>
    /// <param name="step">Length, whole milliseconds.</param>
    /// <param name="cancellationToken">Stops the wait for the broker.</param>
    public static async ValueTask DeclareDelayAsync(this ITopology topology, TimeSpan step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(topology);
        await topology.DeclareExchangeAsync(TopologySpecs.DelayExchange(step), cancellationToken);
        await topology.DeclareQueueAsync(TopologySpecs.DelayQueue(step), cancellationToken);
        await topology.BindAsync(Names.Delay(step), Names.Delay(step), "", cancellationToken);
    }

    private static string ExchangeOf(string route) => TopicPattern.IsCatchAll(route) ? Names.UnroutedExchange : Names.IngressExchange;
}
