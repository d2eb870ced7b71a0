using MessageLB.Worker.Commands;

namespace MessageLB.Worker.Serving;

/// <summary>
/// Whether the worker is in service, from everything that has a say: commands and the host, the application's own word, and
/// handlers that do not come back. One place, because two of them may speak at the same time and the last word must not depend on
/// who was slower to tell it. Thread-safe.
/// </summary>
internal sealed class ServiceState(int concurrency)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WorkerIntent _intent = WorkerIntent.Serve;
    private WorkerState _word = WorkerState.Ready;
    private WorkerState _state = WorkerState.Starting;
    private bool _started;
    private int _stuck;
    private volatile bool _isOpen = true;

    /// <summary>Whether a message that is here may be started; it is so before the first heartbeat too.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>What the worker says of itself.</summary>
    public WorkerState State
    {
        get
        {
            lock (_lock) return _state;
        }
    }

    /// <summary>Handlers that kept running after their message was sent elsewhere. May be off by one for a moment.</summary>
    public int Stuck => Math.Max(0, Volatile.Read(ref _stuck));

    public ServiceReading Read()
    {
        lock (_lock) return new ServiceReading(_state, _intent, _changed.Task);
    }

    /// <summary>The first session is served.</summary>
    public void Started()
    {
        TaskCompletionSource? changed;
        lock (_lock)
        {
            _started = true;
            changed = JudgeNeedsLock(intentChanged: false);
        }

        changed?.TrySetResult();
    }

    /// <summary>Changes the intent; false if it is so already, or if the worker is stopping, which nothing reverses.</summary>
    public bool TrySet(WorkerIntent intent)
    {
        TaskCompletionSource? changed;
        lock (_lock)
        {
            if (_intent == intent || _intent == WorkerIntent.Stop) return false;
            _intent = intent;
            changed = JudgeNeedsLock(intentChanged: true);
        }

        changed?.TrySetResult();
        return true;
    }

    /// <summary>Takes the application's word: ready, in maintenance, or failed. False if that is its word already.</summary>
    public bool TrySay(WorkerState word)
    {
        TaskCompletionSource? changed;
        lock (_lock)
        {
            if (_word == word) return false;
            _word = word;
            changed = JudgeNeedsLock(intentChanged: false);
        }

        changed?.TrySetResult();
        return true;
    }

    /// <summary>A handler does not come back, and its message was sent elsewhere.</summary>
    public void HandlerStuck() => CountStuck(1);

    /// <summary>A handler that was taken for stuck came back.</summary>
    public void HandlerFreed() => CountStuck(-1);

    private void CountStuck(int change)
    {
        TaskCompletionSource? changed;
        lock (_lock)
        {
            // Below zero for a moment when a handler comes back while it is being given up; the sum is right afterwards.
            _stuck += change;
            changed = JudgeNeedsLock(intentChanged: false);
        }

        changed?.TrySetResult();
    }

    private TaskCompletionSource? JudgeNeedsLock(bool intentChanged)
    {
        var allStuck = _stuck >= concurrency;
        _isOpen = _intent == WorkerIntent.Serve && _word == WorkerState.Ready && !allStuck;
        var state = StateNeedsLock(allStuck);
        if (state == _state && !intentChanged) return null;
        _state = state;
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return changed;
    }

    private WorkerState StateNeedsLock(bool allStuck)
    {
        if (_intent != WorkerIntent.Serve) return WorkerState.Draining;
        if (!_started) return WorkerState.Starting;
        if (_word != WorkerState.Ready) return _word;
        return allStuck ? WorkerState.Failed : WorkerState.Ready;
    }
}
