namespace MessageLB.Dispatcher.Status;

/// <summary>What the dispatcher knows of itself, its groups and their destinations. Thread-safe.</summary>
public interface IDispatcherStatus
{
    /// <summary>Takes a consistent enough picture for people and metrics; allocates, so not for the hot path.</summary>
    DispatcherStatus Read();
}
