namespace MessageLB.InMemory.Queues;

/// <summary>How a delivery is settled.</summary>
internal enum Settlement
{
    /// <summary>Done.</summary>
    Ack,

    /// <summary>Failed: a dead letter.</summary>
    Reject,

    /// <summary>Back to the queue.</summary>
    Return,
}
