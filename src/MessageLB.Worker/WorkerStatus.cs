namespace MessageLB.Worker;

/// <summary>A picture of a worker. Counters run since the start of the worker, over all its sessions.</summary>
public sealed record WorkerStatus
{
    /// <summary>Which worker.</summary>
    public required WorkerInstance Worker { get; init; }

    /// <summary>What the worker says of itself.</summary>
    public required WorkerState State { get; init; }

    /// <summary>Whether a session is open and messages are received.</summary>
    public required bool Connected { get; init; }

    /// <summary>
    /// True once a drain has left nothing here: nothing in flight, and nothing in the destination's queue unless another instance takes it.
    /// False while the worker serves, and after a stop that was cut short by its deadline or by the loss of contact.
    /// </summary>
    public bool Drained { get; init; }

    /// <summary>Sessions in which messages were received.</summary>
    public required long Sessions { get; init; }

    /// <summary>Messages received and not settled.</summary>
    public required int InFlight { get; init; }

    /// <summary>Messages received, redeliveries included.</summary>
    public required long Received { get; init; }

    /// <summary>Messages settled as done.</summary>
    public required long Done { get; init; }

    /// <summary>Messages sent back to their group for another attempt.</summary>
    public required long Retried { get; init; }

    /// <summary>Messages that became dead letters by the handler's wish.</summary>
    public required long Dropped { get; init; }

    /// <summary>Messages that became dead letters without a handler, because their deadline was over; heartbeats count them as given back.</summary>
    public required long Expired { get; init; }

    /// <summary>Messages given back, not their fault.</summary>
    public required long Returned { get; init; }

    /// <summary>Messages whose session ended before they were settled; the broker hands them over again.</summary>
    public required long Unsettled { get; init; }

    /// <summary>Messages among <see cref="Dropped"/> whose body could not be deserialized.</summary>
    public required long Unreadable { get; init; }

    /// <summary>Exceptions that the handler threw.</summary>
    public required long Exceptions { get; init; }

    /// <summary>Handlers that ran longer than <see cref="WorkerOptions.HandlerTimeout"/> and were told to end.</summary>
    public required long TimedOut { get; init; }

    /// <summary>
    /// Messages acknowledged without a handler, because this worker had done the same attempt before. Not among <see cref="Done"/>, but
    /// heartbeats count them as done.
    /// </summary>
    public required long Duplicates { get; init; }

    /// <summary>
    /// Results of handlers that had no effect, because the message was no longer this worker's: it had been sent elsewhere, or its session
    /// had ended.
    /// </summary>
    public required long LateResults { get; init; }

    /// <summary>Handlers that still run although their message was sent elsewhere; each keeps its slot.</summary>
    public required int StuckHandlers { get; init; }

    /// <summary>Time spent in handlers, over done, retried and dropped messages.</summary>
    public required TimeSpan Busy { get; init; }

    /// <summary>Heartbeats made.</summary>
    public required long Heartbeats { get; init; }
}
