namespace MessageLB.Core.Groups;

/// <summary>Whether it can be passed over at a tick.</summary>
internal sealed partial class DestinationRecord
{
    private TimeSpan _passedAt;
    private TimeSpan _steadyUntil;

    /// <summary>Whether it is among those that the updater looks at by themselves; the updater's own.</summary>
    public bool IsAttended { get; set; }

    /// <summary>
    /// Whether the mere passing of time has nothing to say of it: it works at full strength, is heard of as often as it should be, has nothing
    /// in flight, and nobody wants anything of it. Cheap, for all destinations are asked at every tick.
    /// </summary>
    public bool IsCalm(TimeSpan now) => now < _steadyUntil && State.Load == 0;

    // What is in flight now would else seem to stand still since the destination was last asked, which may be a second ago: one that was
    // passed over at the last tick had nothing in flight then.
    private void Resume(TimeSpan now, TimeSpan lastTick)
    {
        if (_passedAt < lastTick)
        {
            _standstill.Progress(lastTick);
            _audit.Progress(lastTick);
        }

        _passedAt = now;
    }

    // Until then no heartbeat is missed and no report is old; nothing else grows with silence where nothing is in flight.
    private TimeSpan SteadyUntil(TimeSpan now)
    {
        if (!_standing.IsSteady(now) || IsQueueLevel || IsRescued || _looksAfterRescue > 0) return default;
        var until = TimeSpan.MaxValue;
        foreach (var instance in Instances.All)
        {
            if (instance.Lost || instance.Last is not { } last) continue;
            var interval = TimeSpan.FromMilliseconds(last.IntervalMs);
            var missed = instance.LastSeen + _group.HealthMonitoring.MissedAfter(interval);
            var old = instance.LastSeen + OldAfter(interval);
            if (missed < until) until = missed;
            if (old < until) until = old;
        }

        return until;
    }
}
