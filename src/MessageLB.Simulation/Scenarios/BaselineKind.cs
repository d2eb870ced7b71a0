namespace MessageLB.Simulation;

/// <summary>What people have without a dispatcher.</summary>
public enum BaselineKind
{
    /// <summary>No baseline: MessageLB routes.</summary>
    None,

    /// <summary>All workers consume one queue; the broker deals in turn to whoever is below its prefetch.</summary>
    CompetingConsumers,

    /// <summary>RabbitMQ's random exchange: a queue per worker, chosen by chance.</summary>
    RandomExchange,

    /// <summary>RabbitMQ's consistent-hash exchange: a queue per worker, chosen by the key's hash and the weight.</summary>
    ConsistentHashExchange,
}
