using System.Globalization;
using MessageLB.Core.Configuration;
using MessageLB.Core.Credit;
using MessageLB.Core.Failover;
using MessageLB.Core.Health;
using MessageLB.Core.Heartbeats;
using MessageLB.Core.Kinds;
using MessageLB.Transport;

namespace MessageLB.Core.Groups;

/// <summary>
/// The updater's side of a destination: its instances, what its queue showed, and the condition that follows. One thread.
/// </summary>
internal sealed class DestinationRecord(DestinationState state, DestinationConfig? listed, GroupConfig group, KindTable kinds)
{
    private static readonly TimeSpan SeldomLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OftenLook = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LatencyLife = TimeSpan.FromSeconds(1);

    private readonly Suspension _suspension = new();
    private readonly CreditAudit _audit = new(state.Credit);
    private readonly FeedbackDelay _feedback = new();
    private readonly RecentResults _results = new();
    private readonly Standstill _standstill = new();
    private QueueDepth? _queue;
    private TimeSpan? _lastLook;
    private TimeSpan? _lastSeen;
    private string? _refusal;
    private long _done;
    private long _failed;
    private double _serviceSeconds;
    private double _standstillSeconds;
    private TimeSpan _conditionSince;
    private int _looksAfterRescue;

    public DestinationState State { get; } = state;

    public DestinationConfig? Listed { get; } = listed;

    public InstanceSet Instances { get; } = new();

    /// <summary>Its service times by kind of message.</summary>
    public KindTimes Kinds { get; } = new(state, kinds);

    public DestinationCondition Condition { get; private set; } = DestinationCondition.Unknown;

    public string? Reason { get; private set; } = "nothing was seen of it yet";

    /// <summary>True while it is judged by its queue, because no worker ever sent a heartbeat.</summary>
    public bool IsQueueLevel => Instances.Count == 0 && Listed is not null;

    /// <summary>Whether picks may choose it.</summary>
    public bool IsEligible => Condition == DestinationCondition.Ready && State.Weight > 0;

    /// <summary>Whether what waits there is being handed to others.</summary>
    public bool IsRescued { get; private set; }

    /// <summary>True while its queue could not be declared.</summary>
    public bool IsRefused => _refusal is not null;

    /// <summary>True while no report of a service time has come.</summary>
    public bool IsUnmeasured => ServiceTime.Seconds <= 0;

    /// <summary>Whether it is ranked by what is known of the others too.</summary>
    public bool NeedsPeers(TimeSpan now) => IsUnmeasured || _results.SuccessShare(now) < 1;

    /// <summary>Measured service time in seconds; 0 while there is none.</summary>
    public double ServiceSeconds => ServiceTime.Seconds;

    private ServiceTimeEstimate ServiceTime { get; } = new();

    public HeartbeatVerdict Take(InstanceRecord instance, Heartbeat heartbeat, string dispatcher, TimeSpan now)
    {
        var verdict = instance.Take(heartbeat, dispatcher, group.HealthMonitoring, now, out var report);
        if (verdict != HeartbeatVerdict.Accepted) return verdict;
        _lastSeen = now;
        _done += report.Done;
        _failed += report.Failed;
        _results.Add(report.Done, report.Failed, now);
        if (report.Timed > 0) ServiceTime.Add(report.BusyMs / 1000 / report.Timed, report.Timed, now);
        if (report.Settled > 0) _feedback.Add(report.SinceLast, heartbeat.OldestUnreportedMs, heartbeat.InFlight > 0);
        if (report.Settled > 0) Progress(now);
        if (report.Credit > 0 && State.Credit.Return((int)Math.Min(report.Credit, int.MaxValue)) > 0) _audit.Progress(now);
        if (heartbeat.Kinds.Count > 0) Kinds.Take(heartbeat, report, now);
        // Whatever is there beyond our own was handed over by others.
        State.Elsewhere = (int)Math.Clamp(Instances.Held() - State.Credit.InFlight, 0, int.MaxValue);
        _audit.Compare(Instances, now);
        return verdict;
    }

    public void Lose(InstanceRecord instance, string reason, bool left, TimeSpan now)
    {
        instance.Lose(reason, left, now);
        if (!left) _audit.Suspect();
        _audit.Compare(Instances, now);
    }

    /// <summary>Loses every instance that has been silent for longer than it may.</summary>
    public void LoseSilent(TimeSpan now)
    {
        foreach (var instance in Instances.All)
        {
            if (instance.Lost || instance.Last is not { } last) continue;
            var limit = group.HealthMonitoring.LostAfter(TimeSpan.FromMilliseconds(last.IntervalMs));
            var silence = now - instance.LastSeen;
            if (silence <= limit) continue;
            var reason = string.Create(CultureInfo.InvariantCulture, $"no heartbeat for {silence.TotalSeconds:0.0} s (limit {limit.TotalSeconds:0.0} s)");
            Lose(instance, reason, left: false, now);
        }
    }

    /// <summary>Forgets instances lost longer than <paramref name="limit"/> ago; returns whether the destination is to be forgotten with them.</summary>
    public bool ForgetLost(TimeSpan now, TimeSpan limit)
    {
        // With its name, what waits for a rescue would be forgotten too: nobody would ever look at its queue again.
        if (Listed is null && RescueRules.AppliesTo(Condition) && (IsRescued || State.Credit.InFlight > 0)) return false;
        if (!Instances.ForgetLost(now, limit)) return false;
        // A listed one is judged by its queue again, and the last look may have been long ago.
        _queue = null;
        _lastLook = null;
        return Listed is null;
    }

    /// <summary>What is left here is being handed to others from now on.</summary>
    public void BeginRescue()
    {
        IsRescued = true;
        _audit.Pause();
    }

    /// <summary>Nothing is handed to others any more. What the books say beyond what was, the audit finds.</summary>
    public void EndRescue()
    {
        IsRescued = false;
        _audit.Suspect();
        // The first may be under way already, and have counted the rescue's own consumer: it tells nothing.
        _looksAfterRescue = 2;
    }

    /// <summary>How it is to be rescued; null if it is not lost.</summary>
    public LostDestination? Loss(TimeSpan now) =>
        RescueRules.AppliesTo(Condition) ? new LostDestination(State, Reason ?? "", now - _conditionSince, IsQueueLevel) : null;

    public void Suspend(string reason, TimeSpan now) => _suspension.Start(reason, now);

    /// <summary>Its queue exists with other arguments; it stays out until the queue could be declared.</summary>
    public void RefuseQueue(string? reason) => _refusal = reason;

    /// <summary>
    /// Takes in that time has passed: while nothing is in flight, hope for better times grows with the silence; while something is,
    /// silence is evidence of slowness.
    /// </summary>
    public void Pass(TimeSpan now)
    {
        Kinds.Idle(now);
        if (State.Load > 0)
        {
            var hands = Math.Min(State.Load, State.Concurrency);
            _standstillSeconds = _standstill.EvidenceSeconds(_serviceSeconds, _feedback.Seconds, hands, now);
            return;
        }

        Progress(now);
        ServiceTime.Idle(now);
        _audit.Progress(now);
    }

    /// <summary>Takes in a look at the queue; <paramref name="takenBefore"/> is <see cref="CreditWindow.Taken"/> from just before it.</summary>
    public void SeeQueue(QueueDepth? depth, long takenBefore, TimeSpan now)
    {
        if (_looksAfterRescue > 0 && --_looksAfterRescue > 0) return;

        _lastLook = now;
        _queue = IsRescued && depth is { } both ? both with { Consumers = Math.Max(0, both.Consumers - 1) } : depth;
        if (!IsQueueLevel)
        {
            // What was in a queue that is gone is gone too.
            if (!IsRescued) _audit.Look(depth?.Ready ?? 0, takenBefore, Instances, now);
            return;
        }

        if (_queue is not { } seen) return;
        if (seen.Consumers > 0) _lastSeen = now;
        State.Credit.Observe(seen.Ready, takenBefore);
    }

    /// <summary>Whether a look at its queue would tell something new.</summary>
    public bool WantsLook(TimeSpan now)
    {
        if (_looksAfterRescue > 0) return true;
        var since = _lastLook is { } last ? now - last : TimeSpan.MaxValue;
        if (IsQueueLevel) return since >= SeldomLook || State.Credit.InFlight * 2L >= State.Credit.Limit;
        // A listed one's queue is declared again if the look does not find it.
        var mayBeMissing = Listed is not null && Condition == DestinationCondition.Suspended;
        return (mayBeMissing && since >= OftenLook) || (!IsRescued && _audit.WantsLook(now));
    }

    /// <summary>Sets the books to what is at the destination now, while nothing is being handed over.</summary>
    public void Resync(QueueDepth? depth)
    {
        // Without a consumer nobody holds anything: what workers held when their connection broke is in the queue again.
        var held = depth is { Consumers: > 0 } ? Instances.Held() : 0;
        _audit.Reset((depth?.Ready ?? 0) + held);
    }

    /// <summary>Combines what is known into a condition; returns false if it is the same as before.</summary>
    public bool Judge(TimeSpan now)
    {
        var (condition, reason) = Verdict(now);
        Reason = reason;
        if (condition == Condition) return false;
        Condition = condition;
        _conditionSince = now;
        return true;
    }

    /// <summary>Copies what picks need into the state: weight, cost, concurrency, service time, health, window.</summary>
    /// <param name="figures">What the group knows together.</param>
    /// <param name="now">Time.</param>
    public void Refresh(GroupFigures figures, TimeSpan now)
    {
        var successes = _results.SuccessShare(now);
        var wishes = Instances.Wishes();
        State.Concurrency = wishes.Concurrency;
        State.Weight = wishes.Weight ?? Listed?.Weight ?? DestinationConfig.DefaultWeight;
        State.Cost = wishes.Cost ?? Listed?.Cost ?? DestinationConfig.DefaultCost;
        var peers = figures.Peers.Median;
        _serviceSeconds = IsUnmeasured ? peers : FailureCost.Of(ServiceTime.Hopeful, successes, peers);
        State.ServiceSeconds = Math.Max(_serviceSeconds, _standstillSeconds);
        Kinds.Refresh(figures.Kinds, successes);
        RefreshHealth(successes, now);
        var loop = _feedback.Seconds + figures.HandOverSeconds;
        var facts = new WindowFacts(wishes.Concurrency, ServiceTime.Seconds, loop, figures.Load.Value, wishes.Window);
        // What other dispatchers have there is room that we do not have. One remains, or we would never hear of a change.
        State.Credit.Resize(Math.Max(1, WindowSizer.Size(Listed?.Window ?? group.Window, facts) - State.Elsewhere));
    }

    public DestinationView View(TimeSpan now)
    {
        var alive = Instances.All.Where(i => !i.Lost).ToList();
        return new DestinationView(
            State,
            Condition,
            Condition == DestinationCondition.Ready ? null : Reason,
            IsQueueLevel,
            IsQueueLevel ? _queue?.Consumers ?? 0 : alive.Count,
            _done,
            _failed,
            ServiceTime.Seconds,
            Kinds.View(),
            alive.MaxBy(i => i.LastSeen)?.Last?.LatencyP50Ms,
            alive.Max(i => i.Last?.LatencyP99Ms),
            _lastSeen is { } seen ? now - seen : null)
        {
            IsRescued = IsRescued,
        };
    }

    private void RefreshHealth(double successes, TimeSpan now)
    {
        var (freshness, old) = (1.0, false);
        if (Instances.HeardLast() is { Last: { } last } instance)
        {
            var age = now - instance.LastSeen;
            var interval = TimeSpan.FromMilliseconds(last.IntervalMs);
            freshness = Freshness.Of(age, group.HealthMonitoring.MissedAfter(interval), group.HealthMonitoring.LostAfter(interval));
            // With the default interval a healthy idle worker's last report is up to a second old, and jitter makes it a little more.
            old = age > (interval * 1.5 > LatencyLife ? interval * 1.5 : LatencyLife);
        }

        State.HealthScore = successes * freshness;
        State.IsReportOld = old;
    }

    private void Progress(TimeSpan now)
    {
        _standstill.Progress(now);
        _standstillSeconds = 0;
    }

    private (DestinationCondition Condition, string? Reason) Verdict(TimeSpan now)
    {
        if (_refusal is not null) return (DestinationCondition.Suspended, _refusal);
        if (_suspension.IsOn(now)) return (DestinationCondition.Suspended, _suspension.Reason);
        return IsQueueLevel ? QueueVerdict() : Instances.Verdict();
    }

    private (DestinationCondition Condition, string? Reason) QueueVerdict()
    {
        if (_lastLook is null) return (DestinationCondition.Unknown, "its queue was not looked at yet");
        return _queue switch
        {
            null => (DestinationCondition.Lost, "its queue does not exist"),
            { Consumers: 0 } => (DestinationCondition.Lost, "its queue has no consumer"),
            _ => (DestinationCondition.Ready, null),
        };
    }
}
