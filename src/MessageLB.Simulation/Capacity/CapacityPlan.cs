namespace MessageLB.Simulation;

/// <summary>What it takes to carry a load; see <see cref="CapacityModel"/>. Immutable.</summary>
public sealed record CapacityPlan
{
    /// <summary>What one message costs beyond its publish.</summary>
    public required MessageCosts Message { get; init; }

    /// <summary>Messages per second that one quorum queue takes and gives at the same time.</summary>
    public required double QueuePerSecond { get; init; }

    /// <summary>Ingress queues.</summary>
    public required int Partitions { get; init; }

    /// <summary>Destinations that the work itself needs, or that keep each one's queue within its limit, whichever is more.</summary>
    public required int Destinations { get; init; }

    /// <summary>Whether their queues ask for more of them than their work.</summary>
    public required bool DestinationsForQueues { get; init; }

    /// <summary>Heartbeats per second of all of them.</summary>
    public required double Heartbeats { get; init; }

    /// <summary>Dispatchers in all; null if no number is enough, because each hears every heartbeat of its virtual host.</summary>
    public required int? Dispatchers { get; init; }

    /// <summary>Cores that all dispatchers use for messages.</summary>
    public required double DispatcherCores { get; init; }

    /// <summary>Cores that each dispatcher uses for heartbeats.</summary>
    public required double HeartbeatCoresPerDispatcher { get; init; }

    /// <summary>Durable writes of each message.</summary>
    public required double Writes { get; init; }

    /// <summary>Cores that all brokers use for messages where they lead the queues.</summary>
    public required double LeaderCores { get; init; }

    /// <summary>Cores that they use as followers.</summary>
    public required double FollowerCores { get; init; }

    /// <summary>Cores that they use for heartbeats; null without <see cref="Dispatchers"/>.</summary>
    public required double? HeartbeatCores { get; init; }

    /// <summary>Broker nodes; null without <see cref="Dispatchers"/>.</summary>
    public required int? BrokerNodes { get; init; }

    /// <summary>Bits per second out of each broker node; nearly as many go in. Null without <see cref="BrokerNodes"/>.</summary>
    public required double? NetworkPerNode { get; init; }

    /// <summary>Bytes per second that each broker node appends to its log; null without <see cref="BrokerNodes"/>.</summary>
    public required double? LogPerNode { get; init; }

    /// <summary>What decides about <see cref="BrokerNodes"/>, or why no number is enough.</summary>
    public required CapacityLimit Limit { get; init; }
}
