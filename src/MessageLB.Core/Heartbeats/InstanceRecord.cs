namespace MessageLB.Core.Heartbeats;

/// <summary>What is known of one worker instance. Written by the <see cref="Groups.GroupUpdater"/> of its group only.</summary>
internal sealed class InstanceRecord(string name, TimeSpan joined)
{
    private bool _seen;
    private long _settled;
    private double _busyMs;
    private long _timed;
    private long _creditBase;

    public string Name { get; } = name;

    public Heartbeat? Last { get; private set; }

    public TimeSpan LastSeen { get; private set; } = joined;

    /// <summary>Heartbeats in a row since it was lost; counts towards recovery.</summary>
    public int InARow { get; private set; }

    public bool Lost { get; private set; }

    public string? LostReason { get; private set; }

    public TimeSpan LostAt { get; private set; }

    /// <summary>Whether it is lost because it took its leave.</summary>
    public bool Left { get; private set; }

    public bool IsReady => !Lost && Last?.State == WorkerState.Ready;

    /// <summary>
    /// Checks a heartbeat against the last one and takes over its counters. <paramref name="report"/> tells what is new since then.
    /// </summary>
    public HeartbeatVerdict Take(Heartbeat heartbeat, string dispatcher, TimeSpan now, out InstanceReport report)
    {
        report = default;
        if (Last is { } last)
        {
            if (heartbeat.Sequence <= last.Sequence) return HeartbeatVerdict.Stale;
            if (heartbeat.Done < last.Done || heartbeat.Failed < last.Failed || heartbeat.Returned < last.Returned || heartbeat.BusyMs < last.BusyMs)
            {
                return HeartbeatVerdict.Implausible;
            }
        }

        var mine = SettledHere(heartbeat, dispatcher);
        var timed = heartbeat.Done + heartbeat.Failed;
        report = new InstanceReport(
            // What a process had settled for this dispatcher before its first heartbeat arrived counts; what an instance that does
            // not tell apart had settled before we knew it does not, for it may be anybody's.
            Credit: Math.Max(0, mine - (_seen ? _creditBase : heartbeat.DoneBy.Count > 0 ? 0 : mine)),
            Timed: _seen ? timed - _timed : 0,
            BusyMs: _seen ? heartbeat.BusyMs - _busyMs : 0,
            Settled: _seen ? heartbeat.Settled - _settled : 0,
            SinceLast: now - LastSeen);
        _seen = true;
        _creditBase = mine;
        _timed = timed;
        _busyMs = heartbeat.BusyMs;
        _settled = heartbeat.Settled;
        Last = heartbeat;
        LastSeen = now;
        InARow++;
        return HeartbeatVerdict.Accepted;
    }

    public void Lose(string reason, bool left, TimeSpan now)
    {
        Left = left;
        Lost = true;
        LostAt = now;
        LostReason = reason;
        InARow = 0;
    }

    public void Recover()
    {
        Lost = false;
        LostReason = null;
    }

    private static long SettledHere(Heartbeat heartbeat, string dispatcher)
    {
        if (heartbeat.DoneBy.Count == 0) return heartbeat.Settled;
        return heartbeat.DoneBy.TryGetValue(dispatcher, out var count) ? count : 0;
    }
}
