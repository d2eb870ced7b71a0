using MessageLB.Core.Configuration;
using MessageLB.Core.Health;

namespace MessageLB.Core.Heartbeats;

/// <summary>What is known of one worker instance. Written by the <see cref="Groups.GroupUpdater"/> of its group only.</summary>
internal sealed class InstanceRecord(string name, HealthMonitoringConfig health, TimeSpan joined)
{
    /// <summary>Heartbeats sent before an instance died may arrive just after the news of its death: within this time they are no sign of life.</summary>
    public static readonly TimeSpan LateNews = TimeSpan.FromMilliseconds(250);

    // A process that was stopped sends a heartbeat before it hears that its connection was ended meanwhile.
    private static readonly TimeSpan EndOfOldConnection = TimeSpan.FromSeconds(1);

    private HealthMonitoringConfig _health = health;
    private StalledWork _stalled = new(health.HungAfter, health.HungFactor);
    private ReportedTimes _times;
    private long _mine;
    private int _inARow;
    private long? _settledWhenHung;
    private bool _isRestarted;
    private TimeSpan? _backAt;

    public string Name { get; } = name;

    public Heartbeat? Last { get; private set; }

    public TimeSpan LastSeen { get; private set; } = joined;

    public bool Lost { get; private set; }

    public string? LostReason { get; private set; }

    public TimeSpan LostAt { get; private set; }

    /// <summary>Whether it is lost because it took its leave.</summary>
    public bool Left { get; private set; }

    public bool IsReady => !Lost && Last?.State == WorkerState.Ready;

    /// <summary>Whether the process that was lost is back since a moment: if it is lost again now, its old connection ended, and it is the same loss.</summary>
    public bool IsJustBack(TimeSpan now) => _backAt is { } back && now - back < EndOfOldConnection;

    /// <summary>Why it counts as hung; null if it does not.</summary>
    public string? Stalled => _health.HungAfter > TimeSpan.Zero ? _stalled.Verdict() : null;

    /// <summary>
    /// Whether to say that it hangs. Once for a standstill, because what its handlers are stuck with comes back with every connection that it makes; again
    /// only while more is in flight than they can be stuck with.
    /// </summary>
    public bool TrySayHung()
    {
        if (Last is not { } last || (last.Settled == _settledWhenHung && last.InFlight <= last.Concurrency)) return false;
        _settledWhenHung = last.Settled;
        return true;
    }

    /// <summary>
    /// Checks a heartbeat against the last one and takes over its counters. <paramref name="report"/> tells what is new since then. A
    /// lost instance is back after <see cref="HealthMonitoringConfig.RecoveryThreshold"/> of them in a row.
    /// </summary>
    public HeartbeatVerdict Take(Heartbeat heartbeat, string dispatcher, TimeSpan now, out InstanceReport report)
    {
        report = default;
        if (IsRestartOfTheLost(heartbeat, now))
        {
            Last = null;
            _mine = 0;
            _settledWhenHung = null;
            _isRestarted = true;
        }

        if (Last is { } last)
        {
            if (heartbeat.Sequence <= last.Sequence) return HeartbeatVerdict.Stale;
            if (WentDown(last, heartbeat)) return HeartbeatVerdict.Implausible;
        }

        report = ReportOf(heartbeat, dispatcher, now);
        if (Lost) CountTowardsRecovery(heartbeat, now);
        Last = heartbeat;
        LastSeen = now;
        _stalled.See(heartbeat.InFlight, heartbeat.Settled, heartbeat.LatencyP99Ms is { } p99 ? TimeSpan.FromMilliseconds(p99) : null, now);
        return HeartbeatVerdict.Accepted;
    }

    /// <summary>Judges by other figures from now on. Whether it hangs is found out anew, if those figures changed.</summary>
    public void Reconfigure(HealthMonitoringConfig health)
    {
        if (health.HungAfter != _health.HungAfter || health.HungFactor != _health.HungFactor) _stalled = new StalledWork(health.HungAfter, health.HungFactor);
        _health = health;
    }

    public void Lose(string reason, bool left, TimeSpan now)
    {
        Left = left;
        Lost = true;
        LostAt = now;
        LostReason = reason;
        _inARow = 0;
        (_isRestarted, _backAt) = (false, null);
    }

    // Names should be new at every start of a process, but host names and the like are used for them too. Without this the new
    // process would stay refused until it had sent more heartbeats than the old one. One that says it was started when the lost one was
    // is no new process: it is an old heartbeat, sent again.
    private bool IsRestartOfTheLost(Heartbeat heartbeat, TimeSpan now) =>
        Lost && Last is { } last && now - LostAt >= LateNews
        && (heartbeat.Sequence <= last.Sequence || WentDown(last, heartbeat))
        && (heartbeat.StartedAt == default || heartbeat.StartedAt != last.StartedAt);

    private static bool WentDown(Heartbeat before, Heartbeat after) =>
        after.Done < before.Done || after.Failed < before.Failed || after.Returned < before.Returned || after.BusyMs < before.BusyMs
        || WentDown(before.Kinds, after.Kinds);

    // One that is not there any more counts as gone down: else it could come back and be counted twice.
    private static bool WentDown(IReadOnlyDictionary<string, KindCounts> before, IReadOnlyDictionary<string, KindCounts> after)
    {
        if (before.Count == 0) return false;
        foreach (var (name, counts) in before)
        {
            if (!after.TryGetValue(name, out var now) || now.Done < counts.Done || now.BusyMs < counts.BusyMs) return true;
        }

        return false;
    }

    private InstanceReport ReportOf(Heartbeat heartbeat, string dispatcher, TimeSpan now)
    {
        var credit = CreditOf(heartbeat, dispatcher);
        if (Last is not { } last)
        {
            _times.Begin(heartbeat);
            return new InstanceReport(credit, 0, 0, 0, 0, now - LastSeen, ShareOf(credit, heartbeat.Settled), null);
        }

        var settled = heartbeat.Settled - last.Settled;
        return new InstanceReport(
            credit,
            heartbeat.Done - last.Done,
            heartbeat.Failed - last.Failed,
            heartbeat.BusyMs - last.BusyMs,
            settled,
            now - LastSeen,
            ShareOf(credit, settled),
            last)
        {
            Times = heartbeat.Times.IsEmpty ? null : _times.Take(heartbeat),
        };
    }

    private static double ShareOf(long credit, long settled) => settled > 0 ? Math.Min(1, (double)credit / settled) : 0;

    // A process that tells dispatchers apart began to count for this one at zero, so its first figure counts in full. One that does
    // not tell may have settled anybody's messages before we knew it; since then they are taken for ours.
    private long CreditOf(Heartbeat heartbeat, string dispatcher)
    {
        if (heartbeat.DoneBy.Count == 0) return Last is { } last ? heartbeat.Settled - last.Settled : 0;
        var before = _mine;
        _mine = heartbeat.DoneBy.TryGetValue(dispatcher, out var count) ? count : 0;
        return Math.Max(0, _mine - before);
    }

    private void CountTowardsRecovery(Heartbeat heartbeat, TimeSpan now)
    {
        if (now - LostAt < LateNews) return;
        // A pause that would lose a live instance breaks the row.
        var broken = now - LastSeen > _health.LostAfter(TimeSpan.FromMilliseconds(heartbeat.IntervalMs));
        _inARow = broken ? 1 : _inARow + 1;
        if (_inARow < _health.RecoveryThreshold) return;
        Lost = false;
        LostReason = null;
        _backAt = _isRestarted ? null : now;
    }
}
