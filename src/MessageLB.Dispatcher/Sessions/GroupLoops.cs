using MessageLB.Dispatcher.Registry;

namespace MessageLB.Dispatcher.Sessions;

/// <summary>
/// What runs for the groups within one session, started and stopped group by group. A loop that fails ends the session. Thread-safe, but one
/// group is started or stopped by one caller at a time.
/// </summary>
/// <param name="loopsOf">What runs for a group.</param>
internal sealed class GroupLoops(Func<GroupRuntime, GroupStart, IEnumerable<Func<CancellationToken, Task>>> loopsOf)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<GroupRuntime, (CancellationTokenSource Stop, Task Running)> _running = [];
    private readonly TaskCompletionSource _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isOver;

    /// <summary>Starts a group. Does nothing when the session is over.</summary>
    public void Start(GroupRuntime group, GroupStart start)
    {
        lock (_gate)
        {
            if (_isOver) return;
            var stop = new CancellationTokenSource();
            // In their order, because the first says that the group is not prepared yet; not here, because they do more than wait.
            _running.Add(group, (stop, Task.Run(() => Task.WhenAll(loopsOf(group, start).Select(loop => WatchAsync(loop, stop.Token))))));
        }
    }

    /// <summary>Stops a group gracefully, and returns when all that ran for it has ended. Does nothing if nothing runs.</summary>
    public async Task StopAsync(GroupRuntime group)
    {
        (CancellationTokenSource Stop, Task Running) running;
        lock (_gate)
        {
            if (!_running.TryGetValue(group, out running)) return;
        }

        await running.Stop.CancelAsync();
        await running.Running;
        // Not before it has ended, or the end of the session would not wait for it.
        lock (_gate) _running.Remove(group);
        running.Stop.Dispose();
    }

    /// <summary>Runs until <paramref name="ended"/> or until a loop fails, then stops every group.</summary>
    public async Task RunAsync(CancellationToken ended)
    {
        await _fault.Task.WaitAsync(ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        List<GroupRuntime> all;
        lock (_gate)
        {
            _isOver = true;
            all = [.. _running.Keys];
        }

        await Task.WhenAll(all.Select(StopAsync));
        if (_fault.Task.IsFaulted) await _fault.Task;
    }

    // Never throws: of a group that is being stopped a fault tells nothing, and what ended with the session is told by the session.
    private async Task WatchAsync(Func<CancellationToken, Task> loop, CancellationToken stop)
    {
        try
        {
            await loop(stop);
        }
        catch (Exception e)
        {
            if (!stop.IsCancellationRequested) _fault.TrySetException(e);
        }
    }
}
