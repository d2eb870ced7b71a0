namespace MessageLB.Transport;

/// <summary>What became of a publish.</summary>
public enum PublishOutcome
{
    /// <summary>The broker has taken responsibility: the message is in at least one queue, durably if both are durable.</summary>
    Confirmed,

    /// <summary>No queue is bound for it (<c>basic.return</c>): the message is nowhere.</summary>
    Returned,

    /// <summary>The broker refused it (<c>basic.nack</c>): a full queue, or a queue that lost its leader. The message is nowhere.</summary>
    Refused,

    /// <summary>The session ended first: the message may or may not have arrived.</summary>
    Unknown,
}
