namespace MessageLB.Dispatcher.Results;

/// <summary>Who listens to the results of a group, and what of them was refused. Telling takes no lock; thread-safe.</summary>
internal sealed class ResultListeners
{
    private readonly Lock _changing = new();
    private IResultListener[] _all = [];
    private long _accepted;
    private long _rejected;

    /// <summary>Results that were well-formed.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Batches that were not.</summary>
    public long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>Tells this one too from now on.</summary>
    public void Add(IResultListener listener)
    {
        lock (_changing) Volatile.Write(ref _all, [.. _all, listener]);
    }

    /// <summary>Ends that; does nothing if it was not added. A call that is under way may still reach it.</summary>
    public void Remove(IResultListener listener)
    {
        lock (_changing) Volatile.Write(ref _all, [.. _all.Where(other => other != listener)]);
    }

    /// <summary>Tells everybody.</summary>
    public void Tell(string destination, IReadOnlyList<WorkResult> results)
    {
        Interlocked.Add(ref _accepted, results.Count);
        foreach (var listener in Volatile.Read(ref _all)) listener.OnResults(destination, results);
    }

    /// <summary>Counts a batch that is refused.</summary>
    public void CountRejected() => Interlocked.Increment(ref _rejected);
}
