namespace MessageLB.Simulation;

/// <summary>What decides how many broker nodes there must be.</summary>
public enum CapacityLimit
{
    /// <summary>Processor time of the broker for messages.</summary>
    BrokerProcessor,

    /// <summary>Processor time of the broker for heartbeats, which is more than for messages.</summary>
    Heartbeats,

    /// <summary>The broker's network.</summary>
    BrokerNetwork,

    /// <summary>A quorum queue needs so many nodes, whatever they have to do.</summary>
    Replicas,
}
