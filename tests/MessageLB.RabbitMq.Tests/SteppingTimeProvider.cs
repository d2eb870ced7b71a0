using System.Collections.Concurrent;

namespace MessageLB.RabbitMq.Tests;

/// <summary>
/// The system's clock, except that timers of a given period can be fired at will: time limits on a real broker need real
/// time, and what happens every ten minutes must not take ten.
/// </summary>
internal sealed class SteppingTimeProvider : TimeProvider
{
    private readonly ConcurrentBag<(TimerCallback Callback, object? State, TimeSpan Period)> _timers = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _timers.Add((callback, state, period));
        return base.CreateTimer(callback, state, dueTime, period);
    }

    /// <summary>Fires every timer of this period.</summary>
    public void FireEvery(TimeSpan period)
    {
        foreach (var timer in _timers.Where(t => t.Period == period)) timer.Callback(timer.State);
    }
}
