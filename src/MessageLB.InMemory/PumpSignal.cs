using System.Threading.Tasks.Sources;

namespace MessageLB.InMemory;

/// <summary>
/// Wakes one idle loop without allocating. The loop arms it and marks itself idle under its owner's lock; whoever then clears
/// the mark under that lock sets it, once, after leaving the lock.
/// </summary>
internal sealed class PumpSignal : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };

    /// <summary>Starts a wait, under the lock; only the loop does so, and never before it has awaited the one before.</summary>
    public void Arm() => _core.Reset();

    /// <summary>The wait that was armed; awaited once, outside the lock.</summary>
    public ValueTask WaitAsync() => new(this, _core.Version);

    /// <summary>Ends the wait; the loop goes on on the thread pool.</summary>
    public void Set() => _core.SetResult(true);

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
