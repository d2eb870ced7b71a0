using System.Globalization;
using MessageLB.Core.Configuration;
using MessageLB.Core.Credit;
using MessageLB.Core.Failover;
using MessageLB.Core.Framing;
using MessageLB.Core.Health;
using MessageLB.Core.Heartbeats;
using MessageLB.Core.Kinds;
using MessageLB.Core.Ordering;
using MessageLB.Core.Probes;
using MessageLB.Transport;

namespace MessageLB.Core.Groups;

/// <summary>
/// The updater's side of a destination: its instances, what its queue showed, and the condition that follows. One thread.
/// </summary>
internal sealed partial class DestinationRecord(DestinationState state, DestinationConfig? listed, GroupConfig group, KindTable kinds, Random random)
{
    private static readonly TimeSpan SeldomLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OftenLook = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LatencyLife = TimeSpan.FromSeconds(1);

    private readonly Random _random = random;
    private readonly DestinationStanding _standing = new(group, random);
    private readonly CreditAudit _audit = new(state.Credit);
    private readonly FeedbackDelay _feedback = new();
    private readonly RecentResults _results = new();
    private readonly Standstill _standstill = new();
    private GroupConfig _group = group;
    private QueueDepth? _queue;
    private TimeSpan? _lastLook;
    private TimeSpan? _lastSeen;
    private long _done;
    private long _failed;
    private double _serviceSeconds;
    private double _standstillSeconds;
    private TimeSpan _conditionSince;
    private int _looksAfterRescue;

    public DestinationState State { get; } = state;

    /// <summary>What the configuration says of it; of one that it lists no more, what it said last. Null for a discovered one.</summary>
    public DestinationConfig? Listed { get; private set; } = listed;

    public InstanceSet Instances { get; } = new(group.HealthMonitoring);

    /// <summary>Its service times by kind of message.</summary>
    public KindTimes Kinds { get; } = new(state, kinds);

    /// <summary>Its probes; null in a group without any.</summary>
    public ProbeRecord? Probe { get; private set; } = group.Probe is { } probe ? new ProbeRecord(probe, random) : null;

    /// <summary>Whether a probe would tell something of it.</summary>
    public bool MayProbe => _standing.MayProbe && !(IsProbedByMessage && (IsQueueLevel || IsRescued || IsBusy));

    /// <summary>Whether all its hands are full, as its workers say, so that a canary would wait behind what they have: that tells nothing.</summary>
    public bool IsBusy => IsProbedByMessage && State.Concurrency > 0 && Instances.Held() >= State.Concurrency;

    public DestinationCondition Condition => _standing.Condition;

    public HealthState Health => _standing.Health;

    public AdministrativeState Administrative => _standing.Administrative;

    public string? Reason => _standing.Reason;

    /// <summary>True while it is judged by its queue, because no worker ever sent a heartbeat.</summary>
    public bool IsQueueLevel => Instances.Count == 0 && Listed is not null;

    /// <summary>Failover tier.</summary>
    public int Tier => Listed?.Tier ?? 0;

    /// <summary>Weight asked for, before a slow start takes its part.</summary>
    public int Weight { get; private set; } = DestinationConfig.DefaultWeight;

    /// <summary>Whether it is kept out, or on trial, because messages failed there.</summary>
    public bool IsEjected => _standing.IsEjected;

    /// <summary>Whether a slow start is under way.</summary>
    public bool IsRamping(TimeSpan now) => _standing.IsRamping(now);

    /// <summary>Whether it joined when the dispatcher had long been listening.</summary>
    public bool IsNew { get; init; }

    /// <summary>Whether picks may choose it.</summary>
    public bool IsEligible => Condition is DestinationCondition.Ready or DestinationCondition.Probing && State.Weight > 0;

    /// <summary>Whether it may get what nobody else can take.</summary>
    public bool IsReserve => Condition == DestinationCondition.Degraded && State.Weight > 0;

    /// <summary>Whether what waits there is being handed to others.</summary>
    public bool IsRescued { get; private set; }

    /// <summary>True while its queue could not be declared.</summary>
    public bool IsRefused => _standing.IsRefused;

    /// <summary>True while no report of a service time has come.</summary>
    public bool IsUnmeasured => ServiceTime.Seconds <= 0;

    /// <summary>Whether it is ranked by what is known of the others too.</summary>
    public bool NeedsPeers(TimeSpan now) => IsUnmeasured || _results.SuccessShare(now) < 1;

    /// <summary>Measured service time in seconds; 0 while there is none.</summary>
    public double ServiceSeconds => ServiceTime.Seconds;

    private ServiceTimeEstimate ServiceTime { get; } = new();

    private bool IsProbedByMessage => _group.Probe is { Kind: ProbeKind.Message };

    public HeartbeatVerdict Take(InstanceRecord instance, Heartbeat heartbeat, string dispatcher, TimeSpan now)
    {
        var verdict = instance.Take(heartbeat, dispatcher, now, out var report);
        if (verdict != HeartbeatVerdict.Accepted) return verdict;
        _lastSeen = now;
        _done += report.Done;
        _failed += report.Failed;
        _busySeconds += report.BusyMs / 1000;
        _evidence.Report(report.Timed, report.BusyMs / 1000);
        _results.Add(report.Done, report.Failed, now);
        _standing.Result(report.Done, report.Failed, now);
        if (report.Times is { } times) Tell(times);
        if (report.Timed > 0) Learn(report.BusyMs / 1000 / report.Timed, report.Timed, now);
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
        if (instance.IsJustBack(now)) _standing.Excuse();
        instance.Lose(reason, left, now);
        if (!left) _audit.Suspect();
        _audit.Compare(Instances, now);
    }

    /// <summary>Adds the live instances that hold messages and make no progress, unless that was said of them and the end of their connections has freed what it can.</summary>
    public void AddHung(ICollection<WorkerInstance> hung)
    {
        foreach (var instance in Instances.All)
        {
            if (IsHung(instance) && instance.TrySayHung()) hung.Add(new WorkerInstance(_group.Name, State.Name, instance.Name));
        }
    }

    /// <summary>Whether this instance may hold messages that nobody there is going to settle: it is silent, or hung with all the others.</summary>
    public bool HoldsInVain(string instance) =>
        Instances.Find(instance) is { } known && (known is { Lost: true, Left: false } || (Condition == DestinationCondition.Hung && IsHung(known)));

    /// <summary>Loses every instance that has been silent for longer than it may, and adds it to <paramref name="silent"/>.</summary>
    public void LoseSilent(TimeSpan now, ICollection<WorkerInstance> silent)
    {
        if (!_group.HealthChecking) return;
        foreach (var instance in Instances.All)
        {
            if (instance.Lost || instance.Last is not { } last) continue;
            var limit = _group.HealthMonitoring.LostAfter(TimeSpan.FromMilliseconds(last.IntervalMs));
            var silence = now - instance.LastSeen;
            if (silence <= limit) continue;
            var reason = string.Create(CultureInfo.InvariantCulture, $"no heartbeat for {silence.TotalSeconds:0.0} s (limit {limit.TotalSeconds:0.0} s)");
            Lose(instance, reason, left: false, now);
            silent.Add(new WorkerInstance(_group.Name, State.Name, instance.Name));
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
        // Nor is one that people have spoken about: it would come back as if they had not.
        return Listed is null && Administrative == AdministrativeState.Active;
    }

    /// <summary>What is left here is being handed to others from now on.</summary>
    public void BeginRescue()
    {
        IsRescued = true;
        _steadyUntil = default;
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
        RescueRules.AppliesTo(Condition) ? new LostDestination(State, Reason ?? "", now - _conditionSince, Condition == DestinationCondition.Lost, IsQueueLevel) { Condition = Condition } : null;

    public void Suspend(string reason, TimeSpan now) => _standing.Suspend(reason, now);

    /// <summary>Its queue exists with other arguments; it stays out until the queue could be declared.</summary>
    public void RefuseQueue(string? reason) => _standing.Refuse(reason);

    /// <summary>People want something else of it; false if they wanted it already.</summary>
    public bool Administer(AdministrativeState state, string reason, TimeSpan now)
    {
        // It would get messages again that the configuration has for others.
        if (IsRemoved && state == AdministrativeState.Active) return false;
        _isDrainedByConfig = false;
        return _standing.Administer(state, reason, now);
    }

    /// <summary>What is to be said to its workers now, because people want it; null for nothing.</summary>
    public WorkerAsk? Ask(TimeSpan now) => IsRemoved ? null : _standing.Ask(Instances, now);

    /// <summary>
    /// Takes in that time has passed: while nothing is in flight, hope for better times grows with the silence; while something is,
    /// silence is evidence of slowness.
    /// </summary>
    /// <param name="now">Time.</param>
    /// <param name="lastTick">Time of the tick before. One that was passed over then was calm.</param>
    public void Pass(TimeSpan now, TimeSpan lastTick)
    {
        Resume(now, lastTick);
        See(now - lastTick);
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
    public bool Judge(in Circle circle, TimeSpan now)
    {
        var seen = IsQueueLevel ? QueueSighting() : Instances.Sighting();
        if (seen.Condition == DestinationCondition.Hung && !_group.HealthChecking) seen = new Sighting(DestinationCondition.Ready, null);
        if (_group.Holds && seen.Condition == DestinationCondition.Ready && !Instances.AnyReports()) seen = new Sighting(DestinationCondition.Suspended, WithoutResults());
        var changed = _standing.Judge(seen, Math.Max(State.Credit.InFlight, Instances.Held()), IsOverdue(now), Probe?.Verdict, circle, now);
        if (changed) _conditionSince = now;
        return changed;
    }

    /// <summary>Why it is to be ejected for what it does with its messages; null if it is not, or is already.</summary>
    public string? EjectionDue(TimeSpan now) => _standing.EjectionDue(now);

    /// <summary>Ejects it.</summary>
    public void Eject(string reason, TimeSpan now) => _standing.Eject(reason, now);

    /// <summary>Ejects it because it does worse than the others.</summary>
    public void EjectOutlier(string reason, TimeSpan now) => _standing.EjectOutlier(reason, now);

    /// <summary>Takes back failures that were a message's fault.</summary>
    public void Forgive(long failures, TimeSpan now) => _standing.Forgive(failures, now);

    /// <summary>What others compare it by.</summary>
    public OutlierFacts Facts(TimeSpan now) => _standing.Facts(ServiceTime.Seconds, now);

    /// <summary>Copies what picks need into the state: weight, cost, concurrency, service time, health, window.</summary>
    /// <param name="figures">What the group knows together.</param>
    /// <param name="now">Time.</param>
    public void Refresh(GroupFigures figures, TimeSpan now)
    {
        var successes = _results.SuccessShare(now);
        var wishes = Instances.Wishes();
        State.Concurrency = wishes.Concurrency;
        var ramp = _standing.Ramp(now);
        Weight = wishes.Weight ?? Listed?.Weight ?? DestinationConfig.DefaultWeight;
        RefreshWeight(ramp);
        State.Cost = wishes.Cost ?? Listed?.Cost ?? DestinationConfig.DefaultCost;
        var peers = figures.Peers.Median;
        _serviceSeconds = IsUnmeasured ? _learnedSeconds > 0 ? _learnedSeconds : peers : FailureCost.Of(ServiceTime.Hopeful, successes, peers);
        State.ServiceSeconds = Math.Max(_serviceSeconds, _standstillSeconds);
        Kinds.Refresh(figures.Kinds, successes);
        RefreshHealth(successes, now);
        var loop = _feedback.Seconds + figures.HandOverSeconds;
        var facts = new WindowFacts(wishes.Concurrency, ServiceTime.Seconds, loop, figures.Load.Value, wishes.Window);
        var window = (int)Math.Ceiling(WindowSizer.Size(Listed?.Window ?? _group.Window, facts) * ramp);
        // More than that could not be taken back in one piece, and in order, if it is lost.
        if (_group.OrderBy is not null) window = Math.Min(window, OrderBook.LargestWindow);
        // On trial, one message at a time is all that it is trusted with.
        State.FrameSize = Condition == DestinationCondition.Probing ? 1 : FrameSize.Of(wishes.FrameMax, _group, wishes.Concurrency, ServiceTime.Seconds);
        State.SeriesLength = SeriesLength.Of(State.FrameSize, wishes.Concurrency, ServiceTime.Seconds);
        State.Credit.Resize(Condition == DestinationCondition.Probing ? 1 : WindowShare.Of(window, State.Elsewhere, figures.Dispatchers));
        _steadyUntil = SteadyUntil(now);
    }

    private string WithoutResults() => IsQueueLevel
        ? "it sends no heartbeats (level 0), and 'delivery: hold' needs the results of its messages"
        : "its worker does not report results, which 'delivery: hold' needs";

    private static bool IsHung(InstanceRecord instance) => instance is { Lost: false, Stalled: not null };

    private void RefreshHealth(double successes, TimeSpan now)
    {
        var (freshness, old) = (1.0, false);
        if (Instances.HeardLast() is { Last: { } last } instance)
        {
            var age = now - instance.LastSeen;
            var interval = TimeSpan.FromMilliseconds(last.IntervalMs);
            freshness = Freshness.Of(age, _group.HealthMonitoring.MissedAfter(interval), _group.HealthMonitoring.LostAfter(interval));
            old = age > OldAfter(interval);
        }

        State.HealthScore = successes * freshness;
        State.IsReportOld = old;
    }

    // With the default interval a healthy idle worker's last report is up to a second old, and jitter makes it a little more.
    private static TimeSpan OldAfter(TimeSpan interval) => interval * 1.5 > LatencyLife ? interval * 1.5 : LatencyLife;

    private void Progress(TimeSpan now)
    {
        _standstill.Progress(now);
        _standstillSeconds = 0;
    }

    private bool IsOverdue(TimeSpan now) =>
        _group.HealthChecking && Instances.HeardLast() is { Last: { } last } instance
        && now - instance.LastSeen > _group.HealthMonitoring.MissedAfter(TimeSpan.FromMilliseconds(last.IntervalMs));

    private Sighting QueueSighting()
    {
        if (_lastLook is null) return new(DestinationCondition.Unknown, "its queue was not looked at yet");
        return _queue switch
        {
            null => new(DestinationCondition.Lost, "its queue does not exist"),
            { Consumers: 0 } => new(DestinationCondition.Lost, "its queue has no consumer"),
            _ => new(DestinationCondition.Ready, null),
        };
    }
}
