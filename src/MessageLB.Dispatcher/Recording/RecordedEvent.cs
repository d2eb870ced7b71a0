namespace MessageLB.Dispatcher.Recording;

/// <summary>An arrival, or a report of service times.</summary>
/// <param name="At">Time since the recording began.</param>
/// <param name="Kind">Kind of the messages (AMQP <c>type</c>); empty if there is none, or if the worker does not tell kinds apart.</param>
/// <param name="KeyHash">Arrival: hash of the message's key; null if it has none.</param>
/// <param name="Destination">Report: name of the destination; null for an arrival.</param>
/// <param name="Count">Report: messages done or failed since the one before, 1 or more.</param>
/// <param name="MeanMs">Report: mean time in the handler, in milliseconds.</param>
public readonly record struct RecordedEvent(TimeSpan At, string Kind, ulong? KeyHash, string? Destination = null, long Count = 0, double MeanMs = 0)
{
    /// <summary>Whether a message arrived.</summary>
    public bool IsArrival => Destination is null;
}
