namespace MessageLB.Transport;

/// <summary>A queue to declare.</summary>
public sealed record QueueSpec
{
    /// <summary>Name, at most 255 bytes of UTF-8.</summary>
    public required string Name { get; init; }

    /// <summary>What keeps its messages.</summary>
    public QueueKind Kind { get; init; } = QueueKind.Quorum;

    /// <summary>
    /// Exchange that takes rejected and expired messages; empty for the default exchange, which addresses queues; null for none: then they
    /// are dropped.
    /// </summary>
    public string? DeadLetterExchange { get; init; }

    /// <summary>Routing key for dead letters; null keeps the message's own.</summary>
    public string? DeadLetterRoutingKey { get; init; }

    /// <summary>Most ready messages; null for no limit. When full, a quorum queue refuses publishes; a transient queue drops its oldest.</summary>
    public int? MaxLength { get; init; }

    /// <summary>
    /// How often a message may come back to a quorum queue until it expires for that; null for the broker's default: none before RabbitMQ 4.0,
    /// 20 since. Every return counts, and every session that ends with the message in hand.
    /// </summary>
    public int? DeliveryLimit { get; init; }

    /// <summary>
    /// How long a message stays until it expires, unless its own <see cref="MessageProperties.Expiration"/> is shorter; null for no limit.
    /// At least 1 ms.
    /// </summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>The broker deletes the queue after this time without consumers and use; null for never. At least 1 s.</summary>
    public TimeSpan? Expires { get; init; }

    /// <summary>
    /// Whether only one receiver at a time gets messages: the first, and when it is gone the one that came next. Default false.
    /// </summary>
    public bool SingleActive { get; init; }
}
