namespace MessageLB.Transport;

/// <summary>Hears what became of publishes.</summary>
public interface IPublishOutcomeHandler
{
    /// <summary>
    /// Called once for every publish, on the transport's receive thread and in any order: must return at once, never block and
    /// never publish. May be called before <see cref="IPublisher.PublishAsync"/> has returned.
    /// </summary>
    void OnOutcome(ulong correlation, PublishOutcome outcome);
}
