namespace MessageLB;

/// <summary>A queue or exchange exists already with other arguments than MessageLB declares (AMQP 406).</summary>
/// <param name="entity">Name of the queue or exchange.</param>
/// <param name="message">What differs and the remedy.</param>
/// <param name="innerException">The fault below, if any.</param>
public sealed class TopologyMismatchException(string entity, string message, Exception? innerException = null)
    : MessageLBException(message, innerException)
{
    /// <summary>Name of the queue or exchange whose arguments differ.</summary>
    public string Entity { get; } = entity;
}
