using System.Threading.Tasks.Sources;

namespace MessageLB.Dispatcher.Pipeline;

/// <summary>
/// An auto-reset event for one waiter, without allocation. A signal set while nobody waits is kept, so the pattern "look, wait, look
/// again" never misses news. Setting is thread-safe; waiting is for one caller at a time.
/// </summary>
internal sealed class AsyncSignal : IValueTaskSource
{
    private const int Idle = 0;
    private const int Waiting = 1;
    private const int Signalled = 2;

    private ManualResetValueTaskSourceCore<bool> _source = new() { RunContinuationsAsynchronously = true };
    private int _state;

    /// <summary>Lets the waiter go, or the next one through at once.</summary>
    public void Set()
    {
        var before = Interlocked.Exchange(ref _state, Signalled);
        if (before != Waiting) return;
        // The waiter owns the source until we complete it; it consumes the mark when it goes.
        Volatile.Write(ref _state, Idle);
        _source.SetResult(true);
    }

    /// <summary>Completes when the signal is or was set, and resets it.</summary>
    public ValueTask WaitAsync()
    {
        _source.Reset();
        if (Interlocked.CompareExchange(ref _state, Waiting, Idle) == Idle) return new ValueTask(this, _source.Version);
        // Set before we came: take the mark. With a full fence: a mere write may reach memory after the caller's next look has read,
        // and wipe out a mark that was set in between for what that look missed.
        Interlocked.Exchange(ref _state, Idle);
        return ValueTask.CompletedTask;
    }

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
