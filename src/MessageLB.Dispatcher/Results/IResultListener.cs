namespace MessageLB.Dispatcher.Results;

/// <summary>Wants to know what workers report.</summary>
internal interface IResultListener
{
    /// <summary>
    /// Takes in results of a destination of the group, those of messages that other dispatchers handed over among them. On the thread that
    /// receives control messages, one batch at a time: must return at once and must not throw.
    /// </summary>
    /// <param name="destination">Name of the destination, a valid one; it need not be known to the group.</param>
    /// <param name="results">At least one.</param>
    void OnResults(string destination, IReadOnlyList<WorkResult> results);
}
