namespace MessageLB.Worker.Commands;

/// <summary>The worker's intent, and its changes as an event to wait for. Thread-safe.</summary>
internal sealed class IntentSignal
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WorkerIntent _current = WorkerIntent.Serve;

    /// <summary>The intent, and a task that completes when it is no longer the current one.</summary>
    public (WorkerIntent Intent, Task Changed) Read()
    {
        lock (_lock) return (_current, _changed.Task);
    }

    /// <summary>Changes the intent; false if it is so already, or if the worker is stopping, which nothing reverses.</summary>
    public bool TrySet(WorkerIntent intent)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            if (_current == intent || _current == WorkerIntent.Stop) return false;
            _current = intent;
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.TrySetResult();
        return true;
    }
}
