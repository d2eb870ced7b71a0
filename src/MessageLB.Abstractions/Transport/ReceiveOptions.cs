namespace MessageLB.Transport;

/// <summary>How a receiver takes from its queue.</summary>
public sealed record ReceiveOptions
{
    /// <summary>Name of the queue.</summary>
    public required string Queue { get; init; }

    /// <summary>
    /// Most deliveries unsettled at once. <value>1 to 2,000, the cap of a quorum queue; no default, because it decides memory
    /// and fairness.</value>
    /// </summary>
    public required int Prefetch { get; init; }

    /// <summary>
    /// Priority of this receiver among those of the queue (<c>x-priority</c>): a lower one is served only while all higher
    /// ones are at their prefetch. <value>Default 0.</value>
    /// </summary>
    public int Priority { get; init; }

    /// <summary>
    /// Whether what is unsettled at the end goes back to the queue, in its order, before another receiver gets anything; for queues with
    /// <see cref="QueueSpec.SingleActive"/>. A receiver that was stopped keeps its place at the queue until it is disposed. Default false.
    /// </summary>
    public bool KeepOrder { get; init; }
}
