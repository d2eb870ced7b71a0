using MessageLB.Core.Configuration;
using MessageLB.Core.Credit;
using MessageLB.Core.Heartbeats;
using MessageLB.Transport;

namespace MessageLB.Core.Groups;

/// <summary>
/// The updater's side of a destination: its instances, what its queue showed, and the condition that follows. One thread.
/// </summary>
internal sealed class DestinationRecord(DestinationState state, DestinationConfig? listed, GroupConfig group)
{
    private static readonly TimeSpan SeldomLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OftenLook = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan StandsStill = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LateNews = TimeSpan.FromMilliseconds(250);

    private readonly Suspension _suspension = new();
    private readonly CreditReconciler _reconciler = new();
    private readonly FeedbackDelay _feedback = new();
    private QueueDepth? _queue;
    private TimeSpan? _lastLook;
    private TimeSpan? _lastSeen;
    private TimeSpan _lastProgress;
    private string? _refusal;
    private long _done;
    private long _failed;
    private bool _suspect;

    public DestinationState State { get; } = state;

    public DestinationConfig? Listed { get; } = listed;

    public InstanceSet Instances { get; } = new();

    public DestinationCondition Condition { get; private set; } = DestinationCondition.Unknown;

    public string? Reason { get; private set; } = "nothing was seen of it yet";

    /// <summary>True while it is judged by its queue, because no worker ever sent a heartbeat.</summary>
    public bool IsQueueLevel => Instances.Count == 0 && Listed is not null;

    /// <summary>True while its queue could not be declared.</summary>
    public bool IsRefused => _refusal is not null;

    private ServiceTimeEstimate ServiceTime { get; } = new();

    public HeartbeatVerdict Take(InstanceRecord instance, Heartbeat heartbeat, string dispatcher, TimeSpan now)
    {
        var (done, failed) = (instance.Last?.Done ?? heartbeat.Done, instance.Last?.Failed ?? heartbeat.Failed);
        var verdict = instance.Take(heartbeat, dispatcher, now, out var report);
        if (verdict != HeartbeatVerdict.Accepted) return verdict;
        _lastSeen = now;
        _done += heartbeat.Done - done;
        _failed += heartbeat.Failed - failed;
        if (report.Timed > 0) ServiceTime.Add(report.BusyMs / 1000 / report.Timed, report.Timed, now);
        if (report.Settled > 0) _feedback.Add(report.SinceLast, heartbeat.InFlight > 0);
        if (report.Credit > 0 && State.Credit.Return((int)Math.Min(report.Credit, int.MaxValue)) > 0) _lastProgress = now;
        // Heartbeats sent before the death may arrive just after the news of it: they are no sign of life.
        if (instance.Lost && now - instance.LostAt >= LateNews && instance.InARow >= group.HealthMonitoring.RecoveryThreshold) instance.Recover();
        return verdict;
    }

    public void Lose(InstanceRecord instance, string reason, bool left, TimeSpan now)
    {
        instance.Lose(reason, left, now);
        _suspect |= !left;
    }

    public void Suspend(string reason, TimeSpan now) => _suspension.Start(reason, now);

    /// <summary>Its queue exists with other arguments; it stays out until the queue could be declared.</summary>
    public void RefuseQueue(string? reason) => _refusal = reason;

    /// <summary>Nothing in flight: hope for better times grows with the silence.</summary>
    public void Idle(TimeSpan now)
    {
        if (State.Credit.InFlight == 0) ServiceTime.Idle(now);
    }

    /// <summary>Takes in a look at the queue; <paramref name="takenBefore"/> is <see cref="CreditWindow.Taken"/> from just before it.</summary>
    public void SeeQueue(QueueDepth? depth, long takenBefore, TimeSpan now)
    {
        _lastLook = now;
        _queue = depth;
        if (depth is not { } seen) return;
        if (!IsQueueLevel)
        {
            Reconcile(seen, takenBefore, now);
            return;
        }

        if (seen.Consumers > 0) _lastSeen = now;
        State.Credit.Observe(seen.Ready, takenBefore);
    }

    /// <summary>Whether a look at its queue would tell something new.</summary>
    public bool WantsLook(TimeSpan now)
    {
        if (_lastLook is not { } last) return IsQueueLevel || State.Credit.InFlight > 0;
        var since = now - last;
        if (IsQueueLevel) return since >= SeldomLook || State.Credit.InFlight * 2 >= State.Credit.Limit;
        if (since < OftenLook) return false;
        if (Listed is not null && Condition == DestinationCondition.Suspended) return true;
        return State.Credit.InFlight > 0 && (_suspect || now - _lastProgress > StandsStill);
    }

    /// <summary>Sets the books to what is at the destination now, while nothing is being handed over.</summary>
    public void Resync(QueueDepth? depth) => State.Credit.Observe((depth?.Ready ?? 0) + Instances.Held(), State.Credit.Taken);

    /// <summary>Combines what is known into a condition; returns false if it is the same as before.</summary>
    public bool Judge(TimeSpan now)
    {
        var (condition, reason) = Verdict(now);
        Reason = reason;
        if (condition == Condition) return false;
        Condition = condition;
        return true;
    }

    /// <summary>Copies what picks need into the state: weight, concurrency, service time, window.</summary>
    public void Refresh(double handOverSeconds)
    {
        var wishes = Instances.Wishes();
        State.Concurrency = wishes.Concurrency;
        State.Weight = wishes.Weight ?? Listed?.Weight ?? DestinationConfig.DefaultWeight;
        State.ServiceSeconds = ServiceTime.Hopeful;
        State.Credit.Resize(WindowSizer.Size(
            Listed?.Window ?? group.Window, wishes.Concurrency, ServiceTime.Seconds, _feedback.Seconds + handOverSeconds, wishes.Window));
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
            alive.MaxBy(i => i.LastSeen)?.Last?.LatencyP50Ms,
            alive.Max(i => i.Last?.LatencyP99Ms),
            _lastSeen is { } seen ? now - seen : null);
    }

    private void Reconcile(QueueDepth seen, long takenBefore, TimeSpan now)
    {
        var surplus = takenBefore - State.Credit.Returned - seen.Ready - Instances.Held();
        var gone = _reconciler.Add(surplus);
        if (surplus <= 0 || gone > 0) _suspect = false;
        if (gone > 0 && State.Credit.Return(gone) > 0) _lastProgress = now;
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
