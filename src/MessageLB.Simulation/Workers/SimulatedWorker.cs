using MessageLB.Simulation.Workloads;

namespace MessageLB.Simulation.Workers;

/// <summary>
/// A worker: a queue, first in, first out, and as many hands as its concurrency. The only place that knows its true speed. Not thread-safe.
/// </summary>
internal sealed class SimulatedWorker(int number, SimulatedDestination config, MessagePool messages, CompletionHeap completions)
{
    private double _pace = 1 / config.Speed;
    private int _busy;
    private int _plan = completions.NewPlan();

    // All its messages in the order of receipt. Those in hand stand anywhere before the first that waits.
    private int _first = -1;
    private int _last = -1;
    private int _firstWaiting = -1;

    public int Number { get; } = number;

    public SimulatedDestination Config { get; } = config;

    public bool IsStopped { get; private set; }

    /// <summary>Whether it was killed and has not returned.</summary>
    public bool IsDead { get; private set; }

    /// <summary>Messages received and not completed.</summary>
    public int InFlight { get; private set; }

    /// <summary>When the oldest of them was received; <see cref="VirtualTime.Never"/> if there is none.</summary>
    public long OldestReceivedAt => _first < 0 ? VirtualTime.Never : messages[_first].ReceivedAt;

    public void Receive(int slot, long now)
    {
        ref var message = ref messages[slot];
        message.Worker = Number;
        message.ReceivedAt = now;
        message.StartedAt = -1;
        message.Previous = _last;
        message.Next = -1;
        if (_last < 0) _first = slot;
        else messages[_last].Next = slot;
        _last = slot;
        InFlight++;
        if (_firstWaiting < 0) _firstWaiting = slot;
        StartWaiting(now);
    }

    /// <summary>Whether a completion belongs to the present plan. A stop voids those that were planned before.</summary>
    public bool IsPlanned(in Completion completion) => completion.Plan == _plan;

    /// <summary>Ends the service of a message and begins the next. The slot remains the caller's to give back.</summary>
    public void Complete(int slot, long now)
    {
        ref var message = ref messages[slot];
        if (message.Previous < 0) _first = message.Next;
        else messages[message.Previous].Next = message.Next;
        if (message.Next < 0) _last = message.Previous;
        else messages[message.Next].Previous = message.Previous;
        InFlight--;
        _busy--;
        StartWaiting(now);
    }

    /// <summary>Changes its speed for messages that start from now on.</summary>
    public void ChangeSpeed(double factor) => _pace = 1 / (Config.Speed * factor);

    /// <summary>It hangs: nothing starts, and what is in hand stands still.</summary>
    public void Stop(long now)
    {
        if (IsStopped) return;
        IsStopped = true;
        _plan = completions.NewPlan();
        for (var slot = _first; slot != _firstWaiting; slot = messages[slot].Next) messages[slot].DueAt -= now;
    }

    /// <summary>It dies: nothing that it has is done. Its messages are added to <paramref name="left"/> in the order of receipt.</summary>
    public void Kill(List<int> left)
    {
        IsStopped = IsDead = true;
        _plan = completions.NewPlan();
        for (var slot = _first; slot >= 0; slot = messages[slot].Next) left.Add(slot);
        _first = _last = _firstWaiting = -1;
        InFlight = _busy = 0;
    }

    /// <summary>It goes on where it was stopped, or as a new process if it was killed; false if it was neither.</summary>
    public bool Return(long now)
    {
        if (!IsStopped) return false;
        IsStopped = IsDead = false;
        for (var slot = _first; slot != _firstWaiting; slot = messages[slot].Next)
        {
            ref var message = ref messages[slot];
            message.DueAt += now;
            completions.Add(message.DueAt, slot, _plan);
        }

        StartWaiting(now);
        return true;
    }

    private void StartWaiting(long now)
    {
        while (_firstWaiting >= 0 && _busy < Config.Concurrency && !IsStopped)
        {
            var slot = _firstWaiting;
            ref var message = ref messages[slot];
            _firstWaiting = message.Next;
            _busy++;
            message.StartedAt = now;
            message.DueAt = now + VirtualTime.Round(message.Service * _pace);
            completions.Add(message.DueAt, slot, _plan);
        }
    }
}
