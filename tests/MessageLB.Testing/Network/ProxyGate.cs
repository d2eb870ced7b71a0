namespace MessageLB.Testing;

/// <summary>What the bytes of a <see cref="LoopbackProxy"/> pass; open at first. Thread-safe.</summary>
internal sealed class ProxyGate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _open = Opened();

    /// <summary>Waits while it is closed.</summary>
    public Task PassAsync(CancellationToken cancellationToken)
    {
        lock (_lock) return _open.Task.WaitAsync(cancellationToken);
    }

    public void Close()
    {
        lock (_lock)
        {
            if (_open.Task.IsCompleted) _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Open()
    {
        lock (_lock) _open.TrySetResult();
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        opened.SetResult();
        return opened;
    }
}
