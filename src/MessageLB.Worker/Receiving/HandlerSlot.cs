namespace MessageLB.Worker.Receiving;

/// <summary>
/// One of the worker's handler slots: the item that a handler has now, the token that the handler got, and the clock that runs
/// against it. The clock is apart from the handler, so that a handler that blocks its thread is given up like any other. Thread-safe.
/// </summary>
internal sealed class HandlerSlot : IDisposable
{
    /// <summary>Time that a handler has to honour its cancellation before its message is sent elsewhere.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly TimeSpan _limit;
    private readonly WorkerBooks _books;
    private readonly TimeProvider _time;
    private readonly Action<WorkItem, TimeSpan> _overdue;
    private readonly ITimer? _timer;
    private CancellationTokenSource _source = new();
    private CancelCause _cause;
    private WorkItem? _item;
    private long _startedAt;

    /// <param name="limit">Longest time of a handler; null for none.</param>
    /// <param name="books">Where a handler that ran longer is counted.</param>
    /// <param name="time">Clock.</param>
    /// <param name="overdue">
    /// Told, once, of an item whose handler ignored its cancellation, and how long it has run. Must not throw or block; it releases the
    /// item, which is held for it.
    /// </param>
    public HandlerSlot(TimeSpan? limit, WorkerBooks books, TimeProvider time, Action<WorkItem, TimeSpan> overdue)
    {
        _books = books;
        _time = time;
        _overdue = overdue;
        _limit = limit ?? Timeout.InfiniteTimeSpan;
        if (limit is not null) _timer = time.CreateTimer(static slot => ((HandlerSlot)slot!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A handler is about to get an item; returns its token.</summary>
    public CancellationToken Begin(WorkItem item, long now)
    {
        lock (_lock)
        {
            // The cause is looked at first: a source that is about to be cancelled can still be reset, and would then cancel this item.
            if (_cause != CancelCause.None || !_source.TryReset()) _source = new CancellationTokenSource();
            _cause = CancelCause.None;
            _item = item;
            _startedAt = now;
            _timer?.Change(_limit, Timeout.InfiniteTimeSpan);
            return _source.Token;
        }
    }

    /// <summary>Why the handler that runs was told to end.</summary>
    public CancelCause Cause
    {
        get
        {
            lock (_lock) return _cause;
        }
    }

    /// <summary>The handler has ended.</summary>
    public void End()
    {
        lock (_lock)
        {
            _item = null;
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Cancels the handler that runs, because the time for draining is over. Returns whether there was one.</summary>
    /// <param name="isLeaving">Whether the worker ends; if not, whoever keeps its place is left to finish.</param>
    public bool Cut(bool isLeaving)
    {
        CancellationTokenSource? cancelled = null;
        lock (_lock)
        {
            if (_item is null || (_item.KeepsPlace && !isLeaving)) return false;
            if (_cause == CancelCause.None)
            {
                _cause = CancelCause.Drain;
                cancelled = _source;
            }
        }

        Cancel(cancelled);
        return true;
    }

    /// <summary>The item of the handler that runs, held for the caller, and how long it has run; null if none runs.</summary>
    public (WorkItem Item, TimeSpan Ran)? HoldRunning()
    {
        lock (_lock)
        {
            if (_item is null) return null;
            _item.Hold();
            return (_item, _time.GetElapsedTime(_startedAt));
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void OnTimer()
    {
        CancellationTokenSource? cancelled = null;
        WorkItem? overdue = null;
        TimeSpan ran;
        lock (_lock)
        {
            if (_item is null) return;
            ran = _time.GetElapsedTime(_startedAt);
            if (ran < _limit)
            {
                // Armed for an item before this one.
                _timer!.Change(_limit - ran, Timeout.InfiniteTimeSpan);
                return;
            }

            if (ran >= _limit + Grace)
            {
                overdue = _item;
                overdue.Hold();
            }
            else
            {
                // Armed before the handler is told: what it does on its cancellation may block this thread.
                _timer!.Change(_limit + Grace - ran, Timeout.InfiniteTimeSpan);
                if (_cause == CancelCause.None)
                {
                    _cause = CancelCause.Limit;
                    cancelled = _source;
                }
            }
        }

        if (cancelled is not null) _books.TimedOut();
        Cancel(cancelled);
        if (overdue is not null) _overdue(overdue, ran);
    }

    // On the pool, because the handler's own callbacks run there; what they throw is the handler's affair.
    private static void Cancel(CancellationTokenSource? source) =>
        source?.CancelAsync().ContinueWith(
            static t => _ = t.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
}
