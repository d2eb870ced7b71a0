namespace MessageLB.Testing;

/// <summary>
/// A clock that moves only when the test says so. Timers that become due fire in the order of their due times, on the thread
/// of <see cref="Advance"/>, with the clock set to each due time; timers that a callback arms within the advanced span fire
/// too. A timer armed with no delay fires at the next advance, of zero if need be. One test, one driver of time.
/// </summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _armed = [];
    private readonly List<(Func<bool> IsMet, TaskCompletionSource Met)> _waiters = [];
    private readonly DateTimeOffset _start;
    private long _elapsedTicks;
    private long _armings;
    private long _stepTicks;

    /// <summary>Starts the clock.</summary>
    /// <param name="start">Wall clock at the start; default a date that no test machine shows.</param>
    public ManualTimeProvider(DateTimeOffset? start = null) =>
        _start = start ?? new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);

    /// <summary>
    /// Three to a tick: unlike any real clock's, so that code which takes timestamps for ticks or nanoseconds fails, and yet
    /// exact when converted to a time span.
    /// </summary>
    public override long TimestampFrequency => 3 * TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(Volatile.Read(ref _elapsedTicks));

    /// <summary>Timers armed now.</summary>
    public int Timers
    {
        get
        {
            lock (_lock) return _armed.Count;
        }
    }

    /// <summary>How often a timer was armed since the start.</summary>
    public long Armings
    {
        get
        {
            lock (_lock) return _armings;
        }
    }

    /// <summary>Time until the next timer is due; null if none is armed.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            lock (_lock) return _armed.Count == 0 ? null : TimeSpan.FromTicks(_armed.Min(t => t.Due) - _elapsedTicks);
        }
    }

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => _start + Elapsed + TimeSpan.FromTicks(Interlocked.Read(ref _stepTicks));

    /// <inheritdoc />
    public override long GetTimestamp() => 1_000_003 + (3 * Volatile.Read(ref _elapsedTicks));

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Sets the wall clock forward or back, as a time server or a person does; no time passes, and timers do not notice.</summary>
    public void StepWallClock(TimeSpan by) => Interlocked.Add(ref _stepTicks, by.Ticks);

    /// <summary>Moves the clock forward and fires what becomes due.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = Volatile.Read(ref _elapsedTicks) + by.Ticks;
        while (TakeDue(end) is { } timer) timer.Fire();
        // A callback may have advanced further itself; time never goes back.
        lock (_lock) _elapsedTicks = Math.Max(_elapsedTicks, end);
    }

    /// <summary>Moves the clock forward as a pause of the process does: nothing fires until the next advance.</summary>
    public void Skip(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (_lock) _elapsedTicks += by.Ticks;
    }

    /// <summary>Waits until at least <paramref name="count"/> timers are armed: the code under test has come to rest.</summary>
    public Task WaitForTimersAsync(int count, CancellationToken cancellationToken) =>
        WaitAsync(() => _armed.Count >= count, $"{count} armed timers", cancellationToken);

    /// <summary>Waits until timers were armed at least <paramref name="total"/> times since the start: the loop came round again.</summary>
    public Task WaitForArmingsAsync(long total, CancellationToken cancellationToken) =>
        WaitAsync(() => _armings >= total, $"{total} armings of timers", cancellationToken);

    internal void Arm(ManualTimer timer, TimeSpan dueTime)
    {
        lock (_lock)
        {
            _armed.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan) return;
            timer.Due = _elapsedTicks + dueTime.Ticks;
            _armed.Add(timer);
            _armings++;
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (!_waiters[i].IsMet()) continue;
                _waiters[i].Met.TrySetResult();
                _waiters.RemoveAt(i);
            }
        }
    }

    private ManualTimer? TakeDue(long end)
    {
        lock (_lock)
        {
            var next = _armed.MinBy(t => t.Due);
            if (next is null || next.Due > end) return null;
            _elapsedTicks = Math.Max(_elapsedTicks, next.Due);
            _armed.Remove(next);
            return next;
        }
    }

    private async Task WaitAsync(Func<bool> isMet, string waitedFor, CancellationToken cancellationToken)
    {
        var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (isMet()) return;
            _waiters.Add((isMet, met));
        }

        await met.Task.OrFailAsync(waitedFor, cancellationToken);
    }
}
