namespace MessageLB.Core.InProcess;

/// <summary>A destination chosen for one call, which holds one of its places until it is completed. Thread-safe.</summary>
public sealed class Selection
{
    private readonly LoadBalancer _owner;
    private readonly long _began;
    private int _completed;

    internal Selection(LoadBalancer owner, string destination, long began) => (_owner, Destination, _began) = (owner, destination, began);

    /// <summary>Its name.</summary>
    public string Destination { get; }

    /// <summary>The call is over. Only the first time counts.</summary>
    /// <param name="succeeded">Whether it went well.</param>
    /// <param name="took">How long it took; null for the time since it was chosen.</param>
    public void Complete(bool succeeded = true, TimeSpan? took = null)
    {
        if (Interlocked.Exchange(ref _completed, 1) == 0) _owner.Complete(Destination, succeeded, took ?? _owner.Since(_began));
    }
}
