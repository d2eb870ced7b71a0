namespace MessageLB.Worker.Heartbeats;

/// <summary>Ticks on a clock's timers, and on the caller's thread when woken: deterministic under a manual clock.</summary>
internal sealed class TimerHeartbeatTicker(TimeProvider time) : IHeartbeatTicker
{
    private readonly Lock _lock = new();
    private Func<TimeSpan>? _tick;
    private ITimer? _timer;
    private bool _running;
    private bool _again;
    private bool _stopped;

    public void Start(Func<TimeSpan> tick)
    {
        _tick = tick;
        _timer = time.CreateTimer(static state => ((TimerHeartbeatTicker)state!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Wake();
    }

    public void Wake()
    {
        lock (_lock)
        {
            _again = true;
            if (_running || _stopped || _tick is null) return;
            _running = true;
        }

        while (true)
        {
            lock (_lock) _again = false;
            var delay = _tick();
            lock (_lock)
            {
                // Whoever woke meanwhile saw that a tick was running and relies on it being repeated.
                if (_again && !_stopped) continue;
                _running = false;
                if (!_stopped) _timer!.Change(delay, Timeout.InfiniteTimeSpan);
                return;
            }
        }
    }

    public void Dispose()
    {
        lock (_lock) _stopped = true;
        _timer?.Dispose();
    }
}
