namespace MessageLB.Testing;

/// <summary>A timer of <see cref="ManualTimeProvider"/>.</summary>
internal sealed class ManualTimer(ManualTimeProvider time, TimerCallback callback, object? state) : ITimer
{
    private volatile bool _disposed;
    private TimeSpan _period;

    /// <summary>Ticks since the provider's start; guarded by the provider's lock.</summary>
    public long Due { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed) return false;
        _period = period;
        time.Arm(this, dueTime);
        return true;
    }

    public void Fire()
    {
        if (_disposed) return;
        // Re-armed first, as real timers do, so that a callback which changes or disposes its timer has the last word.
        if (_period > TimeSpan.Zero) time.Arm(this, _period);
        callback(state);
    }

    public void Dispose()
    {
        _disposed = true;
        time.Arm(this, Timeout.InfiniteTimeSpan);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
