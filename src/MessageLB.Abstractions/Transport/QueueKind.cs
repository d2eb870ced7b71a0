namespace MessageLB.Transport;

/// <summary>What keeps the messages of a queue.</summary>
public enum QueueKind
{
    /// <summary>Durable and replicated (RabbitMQ quorum queue).</summary>
    Quorum,

    /// <summary>Durable on one node (RabbitMQ classic queue).</summary>
    Durable,

    /// <summary>Exclusive to the session and gone with it; its messages live in memory.</summary>
    Transient,
}
