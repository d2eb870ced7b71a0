namespace MessageLB.InMemory;

/// <summary>Bounds and clock of an embedded broker.</summary>
public sealed record InMemoryOptions
{
    /// <summary>Default of <see cref="MaxMessageSize"/>: RabbitMQ 4's own limit.</summary>
    public const int DefaultMaxMessageSize = 16 * 1024 * 1024;

    /// <summary>Default of <see cref="MaxQueueLength"/>.</summary>
    public const int DefaultMaxQueueLength = 100_000;

    /// <summary>Largest body in bytes. <value>1 to 1 GiB, default 16 MiB.</value></summary>
    public int MaxMessageSize { get; init; } = DefaultMaxMessageSize;

    /// <summary>
    /// Most ready messages of a queue that declares no limit of its own; a publish beyond is refused, so that a backlog shows
    /// at the publisher and not as lost memory. <value>1 to 10,000,000, default 100,000.</value>
    /// </summary>
    public int MaxQueueLength { get; init; } = DefaultMaxQueueLength;

    /// <summary>Clock for the expiry of messages and queues. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
