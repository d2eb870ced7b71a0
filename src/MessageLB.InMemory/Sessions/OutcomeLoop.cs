using MessageLB.Transport;

namespace MessageLB.InMemory.Sessions;

/// <summary>Tells a publisher's outcomes, and counts the publishes that have none yet.</summary>
internal sealed class OutcomeLoop
{
    private readonly Lock _lock = new();
    private readonly InMemorySession _session;
    private readonly IPublishOutcomeHandler _handler;
    private readonly int _limit;
    private readonly PumpSignal _signal = new();
    private readonly PumpSignal _room = new();
    private List<(ulong Correlation, PublishOutcome Outcome)> _waiting = [];
    private bool _idle;
    private bool _awaitsRoom;
    private volatile bool _closed;
    private int _unconfirmed;

    public OutcomeLoop(InMemorySession session, int limit, IPublishOutcomeHandler handler)
    {
        _session = session;
        _limit = limit;
        _handler = handler;
    }

    /// <summary>Completes when the loop is closed and every publish has had its outcome.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Starts the loop.</summary>
    public void Start() => Completion = LoopTask.Start(RunAsync);

    /// <summary>Begins a publish; false if there is no room. It must be followed by <see cref="Tell"/> or <see cref="Abandon"/>.</summary>
    /// <exception cref="SessionEndedException">The loop is closed, or the session has ended.</exception>
    public bool TryBegin()
    {
        // One publish at a time, so nobody else counts up between the look and the count.
        if (Volatile.Read(ref _unconfirmed) >= _limit && !_closed) return false;
        // Counted first: the loop does not complete while a publish is counted, so that this one is sure to be told.
        Interlocked.Increment(ref _unconfirmed);
        // The session has ended before its parts are closed one by one, and in between those who wait for room are woken.
        if (!_closed && !_session.HasEnded) return true;
        Abandon();
        _session.ThrowIfEnded();
        throw new SessionEndedException("The publisher is disposed.");
    }

    /// <summary>Waits until a publish has had its outcome, or the loop is closed.</summary>
    public ValueTask WaitForRoomAsync()
    {
        lock (_lock)
        {
            if (_closed || Volatile.Read(ref _unconfirmed) < _limit) return ValueTask.CompletedTask;
            _awaitsRoom = true;
            _room.Arm();
        }

        return _room.WaitAsync();
    }

    /// <summary>Has the outcome of a publish that has begun told soon.</summary>
    public void Tell(ulong correlation, PublishOutcome outcome)
    {
        bool wake;
        lock (_lock)
        {
            _waiting.Add((correlation, outcome));
            wake = TakeMark(ref _idle);
        }

        if (wake) _signal.Set();
    }

    /// <summary>Uncounts a publish that has begun and gets no outcome.</summary>
    public void Abandon() => CountDown(1);

    /// <summary>Lets no publish begin any more.</summary>
    public void Close()
    {
        _closed = true;
        CountDown(0);
    }

    private void CountDown(int by)
    {
        bool wake;
        bool wakeWaiter;
        lock (_lock)
        {
            Interlocked.Add(ref _unconfirmed, -by);
            wakeWaiter = TakeMark(ref _awaitsRoom);
            wake = _closed && TakeMark(ref _idle);
        }

        if (wakeWaiter) _room.Set();
        if (wake) _signal.Set();
    }

    private async Task RunAsync()
    {
        List<(ulong Correlation, PublishOutcome Outcome)> batch = [];
        while (true)
        {
            lock (_lock)
            {
                (batch, _waiting) = (_waiting, batch);
                if (batch.Count == 0)
                {
                    if (_closed && Volatile.Read(ref _unconfirmed) == 0) return;
                    _idle = true;
                    _signal.Arm();
                }
            }

            foreach (var (correlation, outcome) in batch) TellOne(correlation, outcome);
            if (batch.Count > 0) CountDown(batch.Count);
            else await _signal.WaitAsync();
            batch.Clear();
        }
    }

    private void TellOne(ulong correlation, PublishOutcome outcome)
    {
        try
        {
            // A confirm that is on its way when the connection dies never arrives.
            _handler.OnOutcome(correlation, _session.HasEnded ? PublishOutcome.Unknown : outcome);
        }
        catch (Exception e)
        {
            _session.End($"An outcome handler failed: {e.Message}");
        }
    }

    private static bool TakeMark(ref bool mark)
    {
        var was = mark;
        mark = false;
        return was;
    }
}
