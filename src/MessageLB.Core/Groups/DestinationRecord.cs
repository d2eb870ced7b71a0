using System.Globalization;
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

    private readonly InstanceSet _instances = new();
    private readonly Suspension _suspension = new();
    private readonly CreditAudit _audit = new(state.Credit);
    private readonly ServiceTimeEstimate _serviceTime = new();
    private TimeSpan? _lastSeen;
    private TimeSpan? _lastLook;
    private int? _consumers;
    private bool _queueMissing;
    private double _feedbackSeconds = 0.005;
    private long _done;
    private long _failed;

    public DestinationState State { get; } = state;

    public DestinationConfig? Listed { get; } = listed;

    public DestinationCondition Condition { get; private set; } = DestinationCondition.Unknown;

    public string? Reason { get; private set; } = "nothing was seen of it yet";

    public bool IsEligible => Condition == DestinationCondition.Ready && State.Weight > 0;

    /// <summary>True while it is judged by its queue, because no worker ever sent a heartbeat.</summary>
    public bool IsQueueLevel => _instances.Count == 0 && Listed is not null;

    public InstanceRecord? Find(string instance) => _instances.Find(instance);

    public HeartbeatVerdict Take(Heartbeat heartbeat, string dispatcher, TimeSpan now)
    {
        if (_instances.Join(heartbeat.Instance, now) is not { } instance) return HeartbeatVerdict.TooMany;
        var verdict = instance.Take(heartbeat, dispatcher, group.HealthMonitoring, now, out var report);
        if (verdict != HeartbeatVerdict.Accepted) return verdict;
        _lastSeen = now;
        _done += report.Done;
        _failed += report.Failed;
        if (report.Timed > 0) _serviceTime.Add(report.BusyMs / 1000 / report.Timed, report.Timed, now);
        if (report.Settled > 0) LearnFeedback(report, heartbeat);
        if (report.Credit > 0 && State.Credit.Return((int)Math.Min(report.Credit, int.MaxValue)) > 0) _audit.Progress(now);
        _audit.Compare(_instances, now);
        return verdict;
    }

    public void Lose(InstanceRecord instance, string reason, bool left, TimeSpan now)
    {
        instance.Lose(reason, left, now);
        if (!left) _audit.Suspect();
        _audit.Compare(_instances, now);
    }

    /// <summary>Loses every instance that has been silent for longer than it may.</summary>
    public void LoseSilent(TimeSpan now)
    {
        foreach (var instance in _instances.All)
        {
            if (instance.Lost || instance.Last is not { } last) continue;
            var limit = group.HealthMonitoring.LostAfter(TimeSpan.FromMilliseconds(last.IntervalMs));
            var silence = now - instance.LastSeen;
            if (silence <= limit) continue;
            var reason = string.Create(CultureInfo.InvariantCulture, $"no heartbeat for {silence.TotalSeconds:0.0} s (limit {limit.TotalSeconds:0.0} s)");
            Lose(instance, reason, left: false, now);
        }
    }

    /// <summary>Forgets instances lost before <paramref name="time"/>; returns whether the destination is to be forgotten with them.</summary>
    public bool ForgetLostBefore(TimeSpan time)
    {
        if (!_instances.ForgetLostBefore(time)) return false;
        // A listed one is judged by its queue again, and the last look may have been long ago.
        _consumers = null;
        _queueMissing = false;
        _lastLook = null;
        return Listed is null;
    }

    public void Suspend(string reason, TimeSpan now) => _suspension.Begin(reason, now);

    /// <summary>Takes in that time has passed.</summary>
    public void Pass(TimeSpan now)
    {
        if (State.Credit.InFlight > 0) return;
        _serviceTime.Idle(now);
        _audit.Progress(now);
    }

    /// <summary>Takes in a look at the queue; <paramref name="takenBefore"/> is <see cref="CreditWindow.Taken"/> from just before it.</summary>
    public void SeeQueue(QueueDepth? depth, long takenBefore, TimeSpan now)
    {
        if (!IsQueueLevel)
        {
            // What was in a queue that is gone is gone too.
            _audit.Look(depth?.Ready ?? 0, takenBefore, _instances, now);
            return;
        }

        _lastLook = now;
        _queueMissing = depth is null;
        _consumers = depth?.Consumers;
        if (depth is not { } seen) return;
        if (seen.Consumers > 0) _lastSeen = now;
        State.Credit.Observe(seen.Ready, takenBefore);
    }

    /// <summary>Whether a look at its queue would tell something new.</summary>
    public bool WantsLook(TimeSpan now)
    {
        if (!IsQueueLevel) return _audit.WantsLook(now);
        return _lastLook is not { } last || now - last >= SeldomLook || State.Credit.InFlight * 2L >= State.Credit.Limit;
    }

    /// <summary>Sets the books to what is at the destination now, while nothing is being handed over.</summary>
    public void Resync(QueueDepth? depth)
    {
        // Without a consumer nobody holds anything: what workers held when their connection broke is in the queue again.
        var held = depth is { Consumers: > 0 } ? _instances.Held() : 0;
        _audit.Reset((depth?.Ready ?? 0) + held);
    }

    /// <summary>Combines what is known into a condition; returns false if it is the same as before.</summary>
    public bool Judge(TimeSpan now)
    {
        var before = Condition;
        (Condition, Reason) = _suspension.InForce(now)
            ? (DestinationCondition.Suspended, _suspension.Reason)
            : IsQueueLevel ? ConditionRules.OfQueue(_queueMissing, _consumers) : ConditionRules.OfWorkers(_instances);
        return Condition != before;
    }

    /// <summary>Copies what picks need into the state: weight, concurrency, service time, window.</summary>
    public void Refresh(double handOverSeconds)
    {
        var totals = _instances.Totals();
        State.Concurrency = totals.Concurrency;
        State.Weight = totals.Weight ?? Listed?.Weight ?? DestinationConfig.DefaultWeight;
        State.ServiceSeconds = _serviceTime.Seconds;
        var config = Listed?.Window ?? group.Window;
        State.Credit.Resize(WindowSizer.Size(config, totals.Concurrency, _serviceTime.Measured, _feedbackSeconds + handOverSeconds, totals.WindowLimit));
    }

    public DestinationView View(TimeSpan now)
    {
        var live = _instances.All.Where(i => !i.Lost).ToList();
        return new DestinationView(
            State,
            Condition,
            Condition == DestinationCondition.Ready ? null : Reason,
            IsQueueLevel,
            IsQueueLevel ? _consumers ?? 0 : live.Count,
            _done,
            _failed,
            _serviceTime.Measured,
            live.MaxBy(i => i.LastSeen)?.Last?.LatencyP50Ms,
            live.Max(i => i.Last?.LatencyP99Ms),
            _lastSeen is { } seen ? now - seen : null);
    }

    // The time between reports while there is work is how old the books may be; only then does it say anything.
    private void LearnFeedback(in InstanceReport report, Heartbeat heartbeat)
    {
        var gap = Math.Clamp(report.SinceLast.TotalSeconds, 0.001, 0.1);
        if (heartbeat.InFlight == 0 && gap > _feedbackSeconds) return;
        var gain = gap > _feedbackSeconds ? 0.2 : 0.05;
        _feedbackSeconds += (gap - _feedbackSeconds) * gain;
    }
}
