using MessageLB.Worker.Heartbeats;
using MessageLB.Worker.Receiving;
using MessageLB.Worker.Serving;
using MessageLB.Worker.Settling;

namespace MessageLB.Worker;

/// <summary>
/// What the worker counts, over all its sessions, and what of it the dispatchers have not heard yet. One lock, because a
/// heartbeat must show counters that agree; while it is held nothing is called but the service state. Thread-safe.
/// </summary>
internal sealed partial class WorkerBooks(WorkerSettings settings, ServiceState service, TimeProvider time, Random jitter)
{
    private readonly Lock _lock = new();
    private readonly InFlightList _inFlight = new();
    private readonly DispatcherCounts _settledBy = new();
    private readonly KindCounters _kinds = new();
    private readonly ServiceTimes _times = new(time);
    private readonly HeartbeatSchedule _schedule = new(settings.HeartbeatInterval, time, jitter);
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private TaskCompletionSource? _idle;
    private long _sequence;
    private long _received;
    private long _done;
    private long _retried;
    private long _dropped;
    private long _expired;
    private long _returned;
    private long _unsettled;
    private long _unreadable;
    private long _exceptions;
    private long _timedOut;
    private long _late;
    private long _duplicates;
    private TimeSpan _busy;
    private long _planned = long.MinValue;

    /// <summary>Called, outside the lock, when a heartbeat is due sooner than planned. Set once, before the first message.</summary>
    public Action? DueSooner { get; set; }

    public int InFlight
    {
        get
        {
            lock (_lock) return _inFlight.Count;
        }
    }

    /// <summary>Makes a heartbeat due at once.</summary>
    public void ForceHeartbeat()
    {
        lock (_lock) _schedule.Force();
        DueSooner?.Invoke();
    }

    public void Received(WorkItem item)
    {
        lock (_lock)
        {
            _received++;
            _inFlight.Add(item);
        }
    }

    /// <summary>An item's session ended before a handler had started it.</summary>
    public void Forget(WorkItem item) => Settled(item, Settlement.None, TimeSpan.Zero, unreadable: false);

    /// <summary>An item is finished with. <paramref name="busy"/> is the time in the handler.</summary>
    public void Settled(WorkItem item, Settlement settlement, TimeSpan busy, bool unreadable)
    {
        TaskCompletionSource? idle = null;
        bool sooner;
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _inFlight.Remove(item);
            if (settlement == Settlement.None) _unsettled++;
            else CountNeedsLock(item, settlement, busy, unreadable, now);
            if (_inFlight.Count == 0) (idle, _idle) = (_idle, null);
            sooner = _schedule.Unreported > 0 && _schedule.NextDue(_inFlight.Count == 0, _times.Mean(now)) < _planned;
        }

        idle?.TrySetResult();
        if (sooner) DueSooner?.Invoke();
    }

    /// <summary>A handler ran longer than it may.</summary>
    public void TimedOut() => Interlocked.Increment(ref _timedOut);

    /// <summary>A handler's result came when the message was no longer this worker's.</summary>
    public void Late() => Interlocked.Increment(ref _late);

    public void HandlerThrew() => Interlocked.Increment(ref _exceptions);

    /// <summary>Completes when nothing is in flight, at once if nothing is.</summary>
    public Task WhenIdle()
    {
        lock (_lock)
        {
            if (_inFlight.Count == 0) return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    public WorkerStatus Read(bool connected, long sessions)
    {
        lock (_lock)
        {
            return new WorkerStatus
            {
                Worker = settings.Worker,
                State = service.State,
                Connected = connected,
                Sessions = sessions,
                InFlight = _inFlight.Count,
                Received = _received,
                Done = _done,
                Retried = _retried,
                Dropped = _dropped,
                Expired = _expired,
                Returned = _returned,
                Unsettled = _unsettled,
                Unreadable = _unreadable,
                Exceptions = Interlocked.Read(ref _exceptions),
                TimedOut = Interlocked.Read(ref _timedOut),
                Duplicates = _duplicates,
                LateResults = Interlocked.Read(ref _late),
                StuckHandlers = service.Stuck,
                Busy = _busy,
                Heartbeats = _sequence,
            };
        }
    }

    private void CountNeedsLock(WorkItem item, Settlement settlement, TimeSpan busy, bool unreadable, long now)
    {
        switch (settlement)
        {
            case Settlement.Done: _done++; break;
            case Settlement.Duplicate: _duplicates++; break;
            case Settlement.Retried: _retried++; break;
            case Settlement.Dropped: _dropped++; break;
            case Settlement.Expired: _expired++; break;
            default: _returned++; break;
        }

        if (settlement is not (Settlement.Returned or Settlement.Requeued or Settlement.Duplicate or Settlement.Expired))
        {
            _busy += busy;
            _times.Record(busy, now);
            _kinds.Add(item.Kind, busy);
        }

        if (unreadable) _unreadable++;
        _settledBy.Add(item.Message.Dispatcher);
        _schedule.Completed(now);
    }
}
