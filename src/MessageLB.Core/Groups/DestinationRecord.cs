using MessageLB.Core.Configuration;
using MessageLB.Core.Credit;
using MessageLB.Core.Heartbeats;

namespace MessageLB.Core.Groups;

/// <summary>
/// The updater's side of a destination: its instances, what its queue showed, and the condition that follows. One thread.
/// </summary>
internal sealed class DestinationRecord(DestinationState state, DestinationConfig? listed, GroupConfig group)
{
    /// <summary>Most instances remembered for one destination.</summary>
    public const int MaxInstances = 256;

    private static readonly TimeSpan FirstSuspension = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestSuspension = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SeldomLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OftenLook = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan StandsStill = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LateNews = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<string, InstanceRecord> _instances = new(StringComparer.Ordinal);
    private TimeSpan _suspendedUntil;
    private TimeSpan _lastSuspension;
    private TimeSpan _suspensionEnded;
    private string? _suspensionReason;
    private int? _consumers;
    private bool _queueMissing;
    private double _feedbackSeconds = 0.005;
    private bool _suspect;
    private TimeSpan? _lastLook;
    private readonly CreditReconciler _reconciler = new();

    public DestinationState State { get; } = state;

    public DestinationConfig? Listed { get; } = listed;

    public ServiceTimeEstimate ServiceTime { get; } = new();

    public DestinationCondition Condition { get; private set; } = DestinationCondition.Unknown;

    public string? Reason { get; private set; } = "nothing was seen of it yet";

    public IReadOnlyCollection<InstanceRecord> Instances => _instances.Values;

    /// <summary>True while it is judged by its queue, because no worker ever sent a heartbeat.</summary>
    public bool IsQueueLevel => _instances.Count == 0 && Listed is not null;

    private TimeSpan? LastSeen { get; set; }

    private long Done { get; set; }

    private long Failed { get; set; }

    // When credit last came back; a destination that stands still is looked at from outside.
    private TimeSpan LastProgress { get; set; }

    public InstanceRecord? Find(string instance) => _instances.GetValueOrDefault(instance);

    public InstanceRecord? Join(string instance, TimeSpan now)
    {
        if (_instances.TryGetValue(instance, out var known)) return known;
        if (_instances.Count >= MaxInstances && !ForgetLongestLost()) return null;
        return _instances[instance] = new InstanceRecord(instance, now);
    }

    public void Forget(string instance) => _instances.Remove(instance);

    public HeartbeatVerdict Take(InstanceRecord instance, Heartbeat heartbeat, string dispatcher, TimeSpan now)
    {
        var (done, failed) = (instance.Last?.Done ?? heartbeat.Done, instance.Last?.Failed ?? heartbeat.Failed);
        var verdict = instance.Take(heartbeat, dispatcher, now, out var report);
        if (verdict != HeartbeatVerdict.Accepted) return verdict;
        LastSeen = now;
        Done += heartbeat.Done - done;
        Failed += heartbeat.Failed - failed;
        if (report.Timed > 0) ServiceTime.Add(report.BusyMs / 1000 / report.Timed, report.Timed, now);
        if (report.Settled > 0) LearnFeedback(report, heartbeat);
        if (report.Credit > 0 && State.Credit.Return((int)Math.Min(report.Credit, int.MaxValue)) > 0) LastProgress = now;
        // Heartbeats sent before the death may arrive just after the news of it: they are no sign of life.
        if (instance.Lost && now - instance.LostAt >= LateNews && instance.InARow >= group.HealthMonitoring.RecoveryThreshold) instance.Recover();
        return verdict;
    }

    public void Lose(InstanceRecord instance, string reason, bool left, TimeSpan now)
    {
        instance.Lose(reason, left, now);
        _suspect |= !left;
    }

    public void Suspend(string reason, TimeSpan now)
    {
        // A destination that came back and fails again waits twice as long; one that worked for a while starts anew.
        var repeated = now - _suspensionEnded < LongestSuspension && _lastSuspension > TimeSpan.Zero;
        _lastSuspension = repeated ? Min(_lastSuspension * 2, LongestSuspension) : FirstSuspension;
        _suspendedUntil = now + _lastSuspension;
        _suspensionEnded = _suspendedUntil;
        _suspensionReason = reason;
    }

    /// <summary>Takes in a look at the queue; <paramref name="takenBefore"/> is <see cref="CreditWindow.Taken"/> from just before it.</summary>
    public void SeeQueue(Transport.QueueDepth? depth, long takenBefore, TimeSpan now)
    {
        _lastLook = now;
        _queueMissing = depth is null;
        _consumers = depth?.Consumers;
        if (depth is not { } seen) return;
        if (!IsQueueLevel)
        {
            Reconcile(seen, takenBefore, now);
            return;
        }

        if (seen.Consumers > 0) LastSeen = now;
        State.Credit.Observe(seen.Ready, takenBefore);
    }

    /// <summary>Whether a look at its queue would tell something new.</summary>
    public bool WantsLook(TimeSpan now)
    {
        var since = now - (_lastLook ?? now);
        if (IsQueueLevel) return _lastLook is null || since >= SeldomLook || State.Credit.InFlight * 2 >= State.Credit.Limit;
        if (State.Credit.InFlight == 0 || (_lastLook is not null && since < OftenLook)) return false;
        return _suspect || now - LastProgress > StandsStill;
    }

    /// <summary>Sets the books to what is at the destination now, while nothing is being handed over.</summary>
    public void Resync(Transport.QueueDepth? depth) => State.Credit.Observe((depth?.Ready ?? 0) + HeldByInstances(), State.Credit.Taken);

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
        var concurrency = 0;
        var wanted = 0;
        int? asked = null;
        var known = 0;
        foreach (var instance in _instances.Values)
        {
            if (instance.Lost || instance.Last is not { } last) continue;
            known = Math.Max(known, last.Concurrency);
            if (last.Weight is { } weight) asked = Math.Max(asked ?? 0, weight);
            if (!instance.IsReady) continue;
            concurrency += last.Concurrency;
            wanted += last.Window;
        }

        State.Concurrency = IsQueueLevel ? 0 : Math.Max(concurrency, known);
        State.Weight = asked ?? Listed?.Weight ?? DestinationConfig.DefaultWeight;
        State.ServiceSeconds = ServiceTime.Seconds;
        var window = WindowSizer.Size(Listed?.Window ?? group.Window, State.Concurrency, State.ServiceSeconds, _feedbackSeconds + handOverSeconds, wanted);
        State.Credit.Resize(window);
    }

    public DestinationView View(TimeSpan now)
    {
        var alive = _instances.Values.Where(i => !i.Lost).ToList();
        return new DestinationView(
            State,
            Condition,
            Condition == DestinationCondition.Ready ? null : Reason,
            IsQueueLevel,
            IsQueueLevel ? _consumers ?? 0 : alive.Count,
            Done,
            Failed,
            alive.MaxBy(i => i.LastSeen)?.Last?.LatencyP50Ms,
            alive.Max(i => i.Last?.LatencyP99Ms),
            LastSeen is { } seen ? now - seen : null);
    }

    private void Reconcile(Transport.QueueDepth seen, long takenBefore, TimeSpan now)
    {
        var surplus = takenBefore - State.Credit.Returned - seen.Ready - HeldByInstances();
        var gone = _reconciler.Add(surplus);
        if (surplus <= 0 || gone > 0) _suspect = false;
        if (gone > 0 && State.Credit.Return(gone) > 0) LastProgress = now;
    }

    private long HeldByInstances()
    {
        var held = 0L;
        foreach (var instance in _instances.Values)
        {
            if (!instance.Lost && instance.Last is { } last) held += last.InFlight;
        }

        return held;
    }

    private (DestinationCondition Condition, string? Reason) Verdict(TimeSpan now)
    {
        if (now < _suspendedUntil) return (DestinationCondition.Suspended, _suspensionReason);
        if (IsQueueLevel) return QueueVerdict();
        var best = DestinationCondition.Unknown;
        string? reason = "no heartbeat yet";
        foreach (var instance in _instances.Values)
        {
            var (condition, why) = InstanceVerdict(instance);
            if (Rank(condition) <= Rank(best) && best != DestinationCondition.Unknown) continue;
            best = condition;
            reason = why;
        }

        return (best, reason);
    }

    private (DestinationCondition Condition, string? Reason) QueueVerdict()
    {
        if (_queueMissing) return (DestinationCondition.Lost, "its queue does not exist");
        return _consumers switch
        {
            null => (DestinationCondition.Unknown, "its queue was not looked at yet"),
            0 => (DestinationCondition.Lost, "its queue has no consumer"),
            _ => (DestinationCondition.Ready, null),
        };
    }

    private static (DestinationCondition Condition, string? Reason) InstanceVerdict(InstanceRecord instance)
    {
        if (instance.Lost) return (instance.Left ? DestinationCondition.Left : DestinationCondition.Lost, instance.LostReason);
        return instance.Last?.State switch
        {
            WorkerState.Ready => (DestinationCondition.Ready, null),
            WorkerState.Starting => (DestinationCondition.Starting, "its worker says that it is starting"),
            WorkerState.Draining => (DestinationCondition.Draining, "its worker says that it is draining"),
            WorkerState.Maintenance => (DestinationCondition.Maintenance, "its worker says that it is in maintenance"),
            WorkerState.Failed => (DestinationCondition.Failed, "its worker says that it failed"),
            _ => (DestinationCondition.Unknown, "no heartbeat yet"),
        };
    }

    // With several instances the destination is as good as its best one.
    private static int Rank(DestinationCondition condition) => condition switch
    {
        DestinationCondition.Ready => 6,
        DestinationCondition.Draining => 5,
        DestinationCondition.Starting => 4,
        DestinationCondition.Maintenance => 3,
        DestinationCondition.Failed => 2,
        DestinationCondition.Lost => 1,
        _ => 0,
    };

    // The time between reports while there is work is how old the books may be; only then does it say anything.
    private void LearnFeedback(in InstanceReport report, Heartbeat heartbeat)
    {
        var gap = Math.Clamp(report.SinceLast.TotalSeconds, 0.001, 0.1);
        if (heartbeat.InFlight == 0 && gap > _feedbackSeconds) return;
        var gain = gap > _feedbackSeconds ? 0.2 : 0.05;
        _feedbackSeconds += (gap - _feedbackSeconds) * gain;
    }

    private bool ForgetLongestLost()
    {
        InstanceRecord? longest = null;
        foreach (var instance in _instances.Values)
        {
            if (instance.Lost && (longest is null || instance.LastSeen < longest.LastSeen)) longest = instance;
        }

        return longest is not null && _instances.Remove(longest.Name);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
