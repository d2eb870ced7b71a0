using MessageLB.Transport;

namespace MessageLB;

/// <summary>
/// The queues and exchanges of MessageLB, in one place, because two processes that declare the same queue with other
/// arguments are refused by the broker.
/// </summary>
public static class TopologySpecs
{
    /// <summary>Exchanges, in the order in which they must be declared.</summary>
    public static IReadOnlyList<ExchangeSpec> Exchanges { get; } =
    [
        new() { Name = Names.UnroutedExchange, Type = ExchangeType.Fanout },
        new() { Name = Names.IngressExchange, Type = ExchangeType.Topic, AlternateExchange = Names.UnroutedExchange },
        new() { Name = Names.ControlExchange, Type = ExchangeType.Topic },
        new() { Name = Names.DeadExchange, Type = ExchangeType.Direct },
    ];

    /// <summary>A group's ingress queue: what is rejected there becomes a dead letter.</summary>
    /// <param name="group">Name of the group.</param>
    /// <param name="singleActive">Whether only one dispatcher at a time gets messages.</param>
    public static QueueSpec IngressQueue(string group, bool singleActive = false) =>
        DeadLettering(Names.IngressQueue(group), group) with { SingleActive = singleActive };

    /// <summary>A destination's own queue: what its worker rejects becomes a dead letter.</summary>
    public static QueueSpec WorkQueue(string group, string destination) => DeadLettering(Names.WorkQueue(group, destination), group);

    /// <summary>A group's dead letters.</summary>
    public static QueueSpec DeadQueue(string group) => new() { Name = Names.DeadQueue(group) };

    private static QueueSpec DeadLettering(string name, string group) => new()
    {
        Name = name,
        DeadLetterExchange = Names.DeadExchange,
        DeadLetterRoutingKey = group,
    };
}
