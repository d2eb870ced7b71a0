namespace MessageLB.Worker.Heartbeats;

/// <summary>
/// Ticks on a thread of its own, because handlers that block the thread pool would stop any timer, and a worker that is only
/// starved must not look dead.
/// </summary>
internal sealed class ThreadHeartbeatTicker(string threadName) : IHeartbeatTicker
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(1);
    private readonly object _gate = new(); // Monitor can wait with a time limit, Lock cannot
    private Thread? _thread;
    private bool _woken;
    private bool _stopped;

    public void Start(Func<TimeSpan> tick)
    {
        _thread = new Thread(() => Run(tick)) { IsBackground = true, Name = threadName };
        _thread.Start();
    }

    public void Wake()
    {
        lock (_gate)
        {
            if (_woken) return;
            _woken = true;
            Monitor.Pulse(_gate);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.Pulse(_gate);
        }

        _thread?.Join(LongestStop);
    }

    private void Run(Func<TimeSpan> tick)
    {
        while (true)
        {
            var delay = tick();
            lock (_gate)
            {
                if (!_woken && !_stopped && delay != TimeSpan.Zero) Monitor.Wait(_gate, WholeMilliseconds(delay));
                if (_stopped) return;
                _woken = false;
            }
        }
    }

    // Rounded up: Monitor cuts off fractions, and a wait of nothing would spin until the due time.
    private static int WholeMilliseconds(TimeSpan delay) =>
        delay == Timeout.InfiniteTimeSpan ? Timeout.Infinite : (int)Math.Min(Math.Ceiling(delay.TotalMilliseconds), int.MaxValue);
}
