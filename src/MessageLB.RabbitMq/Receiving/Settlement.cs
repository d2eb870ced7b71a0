namespace MessageLB.RabbitMq;

/// <summary>What to tell the broker about a delivery.</summary>
internal enum Settlement
{
    /// <summary>Done.</summary>
    Ack,

    /// <summary>Done, and all before it.</summary>
    AckMultiple,

    /// <summary>Failed: not to the queue again.</summary>
    Reject,

    /// <summary>Back to the queue.</summary>
    Return,
}
