namespace MessageLB.Dispatcher.Probes;

/// <summary>A canary without an answer.</summary>
/// <param name="id">Its id.</param>
/// <param name="sentAt">Timestamp of its sending.</param>
internal sealed class FlyingCanary(string id, long sentAt)
{
    public string Id { get; } = id;

    public long SentAt { get; } = sentAt;

    /// <summary>Completes with true when it is answered, with false when it is taken out of the queue by somebody else.</summary>
    public TaskCompletionSource<bool> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
