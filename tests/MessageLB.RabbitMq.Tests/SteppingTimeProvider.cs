using System.Collections.Concurrent;

namespace MessageLB.RabbitMq.Tests;

/// <summary>
/// The system's clock, except that timers of a given period can be fired at will: time limits on a real broker need real
/// time, and what happens every ten minutes must not take ten. Also knows which timers are still there.
/// </summary>
internal sealed class SteppingTimeProvider : TimeProvider
{
    private readonly ConcurrentDictionary<Timer, bool> _periodic = new();

    /// <summary>Periods of the timers that fire again and again and are not disposed yet.</summary>
    public IReadOnlyList<TimeSpan> Periodic => [.. _periodic.Keys.Select(t => t.Period)];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var inner = base.CreateTimer(callback, state, dueTime, period);
        if (period == Timeout.InfiniteTimeSpan) return inner;
        var timer = new Timer(this, inner, callback, state, period);
        _periodic[timer] = true;
        return timer;
    }

    /// <summary>Fires every timer of this period.</summary>
    public void FireEvery(TimeSpan period)
    {
        foreach (var timer in _periodic.Keys.Where(t => t.Period == period)) timer.Fire();
    }

    private sealed class Timer(SteppingTimeProvider owner, ITimer inner, TimerCallback callback, object? state, TimeSpan period) : ITimer
    {
        public TimeSpan Period { get; } = period;

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(dueTime, period);

        public void Dispose()
        {
            owner._periodic.TryRemove(this, out _);
            inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
