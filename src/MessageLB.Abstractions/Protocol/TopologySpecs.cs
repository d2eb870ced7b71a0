using MessageLB.Transport;

namespace MessageLB;

/// <summary>
/// The queues and exchanges of MessageLB, in one place, because two processes that declare the same queue with other
/// arguments are refused by the broker.
/// </summary>
public static class TopologySpecs
{
    private const int MostWatched = 1000;

    // What dispatchers fetch comes back with each of their sessions, and is not to blame. RabbitMQ 3 knows no word for "never".
    private const int Unlimited = 1_000_000_000;

    /// <summary>Exchanges, in the order in which they must be declared.</summary>
    public static IReadOnlyList<ExchangeSpec> Exchanges { get; } =
    [
        new() { Name = Names.UnroutedExchange, Type = ExchangeType.Fanout },
        new() { Name = Names.IngressExchange, Type = ExchangeType.Topic, AlternateExchange = Names.UnroutedExchange },
        new() { Name = Names.ControlExchange, Type = ExchangeType.Topic },
        new() { Name = Names.DeadExchange, Type = ExchangeType.Direct },
    ];

    /// <summary>Exchange for alerts; apart from the others, for only a dispatcher that raises alerts needs it.</summary>
    public static ExchangeSpec EventsExchange { get; } = new() { Name = Names.EventsExchange, Type = ExchangeType.Topic };

    /// <summary>A group's ingress queue: what is rejected there becomes a dead letter.</summary>
    /// <param name="group">Name of the group.</param>
    /// <param name="singleActive">Whether only one dispatcher at a time gets messages.</param>
    public static QueueSpec IngressQueue(string group, bool singleActive = false) =>
        DeadLettering(Names.IngressQueue(group), group) with { SingleActive = singleActive };

    /// <summary>A destination's own queue: what its worker rejects, and what expires there, goes to the group's retry queue.</summary>
    public static QueueSpec WorkQueue(string group, string destination) => new()
    {
        Name = Names.WorkQueue(group, destination),
        DeadLetterExchange = "",
        DeadLetterRoutingKey = Names.RetryQueue(group),
        DeliveryLimit = 20,
    };

    /// <summary>
    /// A destination's own queue for messages that their dispatcher holds: nothing in it needs to survive, so its messages are transient.
    /// The queue itself is durable, because RabbitMQ from 4.3 on refuses queues that are neither durable nor exclusive.
    /// </summary>
    public static QueueSpec HoldQueue(string group, string destination) => new() { Name = Names.HoldQueue(group, destination), Kind = QueueKind.Durable };

    /// <summary>A group's messages between two attempts, which a dispatcher decides about; what it rejects there becomes a dead letter.</summary>
    public static QueueSpec RetryQueue(string group) => DeadLettering(Names.RetryQueue(group), group);

    /// <summary>Keeps what no route matches while routes move.</summary>
    public static QueueSpec MovingQueue { get; } = new() { Name = Names.MovingQueue, DeliveryLimit = Unlimited };

    /// <summary>A group's dead letters.</summary>
    public static QueueSpec DeadQueue(string group) => new() { Name = Names.DeadQueue(group), DeliveryLimit = Unlimited };

    /// <summary>Copies of a group's new dead letters for as long as a replay lasts. Bounded, so that it cannot keep a dead letter from its queue.</summary>
    /// <param name="run">Names the replay.</param>
    public static QueueSpec ReplayWatchQueue(string run) => new() { Name = Names.ReplayWatchQueue(run), Kind = QueueKind.Transient, MaxLength = MostWatched };

    /// <summary>The way into a step of a wait, whatever the routing key: that one addresses the queue that the message goes to afterwards.</summary>
    /// <param name="step">Length, whole milliseconds.</param>
    public static ExchangeSpec DelayExchange(TimeSpan step) => new() { Name = Names.Delay(step), Type = ExchangeType.Fanout };

    /// <summary>A step of a wait: a queue without consumers, whose messages go to the queue that their routing key names.</summary>
    /// <param name="step">Length, whole milliseconds.</param>
    public static QueueSpec DelayQueue(TimeSpan step) => new() { Name = Names.Delay(step), TimeToLive = step, DeadLetterExchange = "" };

    private static QueueSpec DeadLettering(string name, string group) => new()
    {
        Name = name,
        DeadLetterExchange = Names.DeadExchange,
        DeadLetterRoutingKey = group,
        DeliveryLimit = Unlimited,
    };
}
