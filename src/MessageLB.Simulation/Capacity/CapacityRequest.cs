namespace MessageLB.Simulation;

/// <summary>What is to be carried, and by what kind of machines. Immutable; no member is checked here.</summary>
public sealed record CapacityRequest
{
    /// <summary>Default of <see cref="Size"/>.</summary>
    public const int DefaultSize = 256;

    /// <summary>Default of <see cref="Replicas"/>.</summary>
    public const int DefaultReplicas = 3;

    /// <summary>Default of <see cref="CoresPerNode"/>.</summary>
    public const int DefaultCoresPerNode = 16;

    /// <summary>Default of <see cref="Utilisation"/>.</summary>
    public const double DefaultUtilisation = 0.6;

    /// <summary>Default of <see cref="NetworkPerNode"/>: 10 Gbit/s.</summary>
    public const double DefaultNetworkPerNode = 10e9;

    /// <summary>Default of <see cref="Concurrency"/>.</summary>
    public const int DefaultConcurrency = 16;

    /// <summary>Default of <see cref="Work"/>.</summary>
    public static readonly TimeSpan DefaultWork = TimeSpan.FromMilliseconds(10);

    /// <summary>Messages per second. <value>Above 0.</value></summary>
    public required double Rate { get; init; }

    /// <summary>Bytes of a body. <value>0 or more, default 256.</value></summary>
    public int Size { get; init; } = DefaultSize;

    /// <summary>The way of the messages. Default: <see cref="CapacityShape.Plain"/>.</summary>
    public CapacityShape Shape { get; init; }

    /// <summary>Mean messages in a frame, for shapes with frames; null: as many as when costs were measured. <value>1 or more.</value></summary>
    public double? Frame { get; init; }

    /// <summary>
    /// Virtual hosts, or clusters, that the load is divided over evenly: in each the dispatchers hear the heartbeats of its own workers only. <value>1 or
    /// more, default 1.</value>
    /// </summary>
    public int VirtualHosts { get; init; } = 1;

    /// <summary>Members of a quorum queue. <value>1 or more, default 3.</value></summary>
    public int Replicas { get; init; } = DefaultReplicas;

    /// <summary>Cores of a broker node, and of a dispatcher. <value>1 or more, default 16.</value></summary>
    public int CoresPerNode { get; init; } = DefaultCoresPerNode;

    /// <summary>Part of cores, queues and network that may be used; the rest is for peaks and for a node that is lost. <value>Above 0 to 1, default 0.6.</value></summary>
    public double Utilisation { get; init; } = DefaultUtilisation;

    /// <summary>What a broker node's network carries in each direction, in bits per second. <value>Above 0, default 10 Gbit/s.</value></summary>
    public double NetworkPerNode { get; init; } = DefaultNetworkPerNode;

    /// <summary>Mean time that a worker needs for a message. <value>Above 0, default 10 ms.</value></summary>
    public TimeSpan Work { get; init; } = DefaultWork;

    /// <summary>Messages that a destination's worker handles at the same time. <value>1 or more, default 16.</value></summary>
    public int Concurrency { get; init; } = DefaultConcurrency;
}
