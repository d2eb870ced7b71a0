namespace MessageLB.CommandLine.Commands.Bench;

/// <summary>
/// Wakes waiters at their times to some ten microseconds: one thread that naps shortly and looks at the clock, for all of them, so
/// that many waits cost a few percent of a core and not one core each. What waits goes on on that thread, since handing it to the
/// thread pool costs more than all the rest and is as late as the pool is busy: it must not block. Thread-safe.
/// </summary>
internal sealed class PreciseTimer : IDisposable
{
    // A wait that begins during a nap and is shorter than the rest of it comes that much too late.
    private static readonly TimeSpan LongestNap = TimeSpan.FromMicroseconds(300);

    private readonly object _gate = new(); // Monitor can wait for a pulse, Lock cannot
    private readonly PriorityQueue<TaskCompletionSource, long> _waiting = new();
    private readonly TimeProvider _time;
    private bool _stopped;

    public PreciseTimer(TimeProvider time)
    {
        _time = time;
        new Thread(Run) { IsBackground = true, Name = "messagelb-bench-timer" }.Start();
    }

    /// <summary>Completes at a time, given as a timestamp, or at once if it has passed; is cancelled when the timer is disposed.</summary>
    public Task WaitUntilAsync(long due)
    {
        if (due <= _time.GetTimestamp()) return Task.CompletedTask;
        var waiter = new TaskCompletionSource();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            _waiting.Enqueue(waiter, due);
            if (_waiting.Count == 1) Monitor.Pulse(_gate);
        }

        return waiter.Task;
    }

    /// <summary>Lets the thread end; does not wait for it, because it may be the caller's.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (Next() is var (waiter, left))
        {
            if (left <= TimeSpan.Zero) waiter.TrySetResult(); // without the lock: what waited may wait again
            else FineSleep.Sleep(left < LongestNap ? left : LongestNap);
        }

        // Nobody can come any more.
        while (_waiting.TryDequeue(out var waiter, out _)) waiter.TrySetCanceled();
    }

    /// <summary>The waiter that is next and the time left until then; taken out if there is none left. Waits for one to come. Null when stopped.</summary>
    private (TaskCompletionSource Waiter, TimeSpan Left)? Next()
    {
        lock (_gate)
        {
            TaskCompletionSource? waiter;
            long due;
            while (!_waiting.TryPeek(out waiter, out due) && !_stopped) Monitor.Wait(_gate);
            if (_stopped) return null;
            var left = _time.GetElapsedTime(_time.GetTimestamp(), due);
            if (left <= TimeSpan.Zero) _waiting.Dequeue();
            return (waiter!, left);
        }
    }
}
