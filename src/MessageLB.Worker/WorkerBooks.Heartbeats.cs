namespace MessageLB.Worker;

internal sealed partial class WorkerBooks
{
    private int? _weight = settings.Weight;
    private int _window = settings.Window;
    private bool _results;

    /// <summary>Whether results of messages that ask for one are reported.</summary>
    public bool Results
    {
        set
        {
            lock (_lock) _results = value;
        }
    }

    /// <summary>Weight that the worker asks for.</summary>
    public int? Weight
    {
        set
        {
            lock (_lock) _weight = value;
        }
    }

    /// <summary>Window that the worker asks for.</summary>
    public int Window
    {
        set
        {
            lock (_lock) _window = value;
        }
    }

    /// <summary>
    /// The heartbeat that is due now, which then counts as sent; or null and the time until one is due. Until the next call
    /// <see cref="DueSooner"/> tells of an earlier one.
    /// </summary>
    public Heartbeat? TryTakeHeartbeat(out TimeSpan untilDue)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var due = _schedule.NextDue(_inFlight.Count == 0, _times.Mean(now));
            untilDue = TimeSpan.Zero;
            if (due <= now) return TakeNeedsLock(now);
            _planned = due;
            untilDue = UntilNeedsLock(due, now);
            return null;
        }
    }

    /// <summary>The heartbeat of this moment, due or not; it counts as sent.</summary>
    public Heartbeat TakeHeartbeat()
    {
        lock (_lock)
        {
            _schedule.Force();
            // It may be the last, and what it does not tell nobody would ever hear of.
            _times.ForceCounts();
            return TakeNeedsLock(time.GetTimestamp());
        }
    }

    /// <summary>Nobody asks for heartbeats until further notice, so nobody needs to be told of earlier ones.</summary>
    public void Unplan()
    {
        lock (_lock) _planned = long.MinValue;
    }

    private Heartbeat TakeNeedsLock(long now)
    {
        _planned = long.MinValue;
        var oldestUnreported = _schedule.OldestUnreported;
        _schedule.Sent(now, _inFlight.Count == 0, _times.Mean(now));
        var latency = _times.Percentiles(now);
        return new Heartbeat
        {
            Group = settings.Worker.Group,
            Destination = settings.Worker.Destination,
            Instance = settings.Worker.Instance,
            Sequence = ++_sequence,
            State = service.State,
            IntervalMs = (int)settings.HeartbeatInterval.TotalMilliseconds,
            // A stuck handler takes its slot with it; the format wants one at least, and the state says when there is none.
            Concurrency = Math.Max(1, settings.Concurrency - service.Stuck),
            Window = _window,
            FrameMax = settings.FrameMax,
            Results = _results,
            Weight = _weight,
            InFlight = _inFlight.Count,
            Done = _done + _duplicates, // to the dispatcher both are messages that were acknowledged
            Failed = _retried + _dropped,
            Returned = _returned + _expired,
            BusyMs = _busy.TotalMilliseconds,
            DoneBy = _settledBy.Copy(),
            Kinds = _kinds.Copy(),
            OldestInFlightMs = _inFlight.Oldest is { } oldest ? time.GetElapsedTime(oldest.ReceivedAt, now).TotalMilliseconds : 0,
            OldestUnreportedMs = oldestUnreported is { } completed ? time.GetElapsedTime(completed, now).TotalMilliseconds : null,
            LatencyP50Ms = latency?.P50,
            LatencyP99Ms = latency?.P99,
            Times = _times.CountsIfDue(now),
            StartedAt = _startedAt,
            Labels = settings.Labels,
            Cost = settings.Cost,
        };
    }

    // Rounded up to a whole tick, so that a timer set for it does not fire a fraction too soon.
    private TimeSpan UntilNeedsLock(long due, long now)
    {
        var ticks = (((Int128)(due - now) * TimeSpan.TicksPerSecond) + time.TimestampFrequency - 1) / time.TimestampFrequency;
        return TimeSpan.FromTicks((long)Int128.Min(ticks, TimeSpan.TicksPerDay));
    }
}
