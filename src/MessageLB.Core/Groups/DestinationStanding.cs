using System.Globalization;
using MessageLB.Core.Configuration;
using MessageLB.Core.Health;
using MessageLB.Core.Heartbeats;

namespace MessageLB.Core.Groups;

/// <summary>
/// Combines what people want of a destination with what is known of its health into its condition, and says how much a returning one may
/// have. One thread.
/// </summary>
/// <param name="group">The group's configuration.</param>
/// <param name="random">For the jitter of bans.</param>
internal sealed class DestinationStanding(GroupConfig group, Random random)
{
    /// <summary>Why a destination is in doubt whose heartbeat is late.</summary>
    public const string Overdue = "a heartbeat is overdue";

    private readonly Suspension _suspension = new();
    private readonly Administration _administration = new();
    private GroupConfig _group = group;
    private OutcomeWindow _outcomes = new(group.Ejection);
    private readonly Ejection _ejection = new(group.Ejection);
    private readonly FlapDamping _flaps = new();
    private SlowStart _ramp = new(RampOf(group), SlowStart.DefaultFrom);
    private string? _refusal;
    private string? _flapping;
    private bool _isExcused;
    private bool _isAlone;
    private bool _wasReady;
    private bool _wasAway;

    // Whether it is ejected for a verdict that forgiven failures can take back.
    private bool _isOwnDoing;
    private DestinationCondition _seen;

    /// <summary>The one word.</summary>
    public DestinationCondition Condition { get; private set; } = DestinationCondition.Unknown;

    /// <summary>Whether it works.</summary>
    public HealthState Health { get; private set; } = HealthState.Unknown;

    /// <summary>What people want of it.</summary>
    public AdministrativeState Administrative => _administration.State;

    /// <summary>Whether it stays as it is until it is heard of, or is silent for too long: it works at full strength, and nobody wants anything else.</summary>
    public bool IsSteady(TimeSpan now) => Condition == DestinationCondition.Ready && _administration.IsSettled && !IsRamping(now);

    /// <summary>Why; null when ready.</summary>
    public string? Reason { get; private set; } = "nothing was seen of it yet";

    /// <summary>True while its queue could not be declared.</summary>
    public bool IsRefused => _refusal is not null;

    /// <summary>Whether its workers are there and nobody wants it out, so that a probe would tell something.</summary>
    public bool MayProbe =>
        _seen == DestinationCondition.Ready && Condition != DestinationCondition.Suspended && Administrative == AdministrativeState.Active;

    /// <summary>Whether it is kept out, or on trial, because messages failed there.</summary>
    public bool IsEjected => _ejection.IsEjected;

    /// <summary>
    /// Goes by another configuration from now on. Bans and what people want stay as they are; results are counted anew if what they are
    /// judged by changed, and so is a slow start if its length did.
    /// </summary>
    public void Reconfigure(GroupConfig group)
    {
        if (group.Ejection != _group.Ejection) _outcomes = new OutcomeWindow(group.Ejection);
        if (RampOf(group) != RampOf(_group)) _ramp = new SlowStart(RampOf(group), SlowStart.DefaultFrom);
        _ejection.Reconfigure(group.Ejection);
        _group = group;
    }

    /// <summary>The broker does not take hand-overs to its queue.</summary>
    public void Suspend(string reason, TimeSpan now) => _suspension.Start(reason, now);

    /// <summary>Its queue exists with other arguments: it stays out until it could be declared. Null: it could.</summary>
    public void Refuse(string? reason) => _refusal = reason;

    /// <summary>People want something else of it; false if they wanted it already.</summary>
    public bool Administer(AdministrativeState state, string reason, TimeSpan now) => _administration.Set(state, reason, now);

    /// <summary>What is to be said to its workers now; null for nothing.</summary>
    public WorkerAsk? Ask(InstanceSet instances, TimeSpan now) => _administration.Ask(instances.AnySays(WorkerState.Ready), instances.AnySays(WorkerState.Draining), now);

    /// <summary>Takes in what became of its messages.</summary>
    public void Result(long done, long failed, TimeSpan now)
    {
        _outcomes.Add(done, failed, now);
        if (!_ejection.Result(done, failed, now, random)) return;
        _outcomes.Forget();
        _ramp.Begin(now);
    }

    /// <summary>Takes back failures that were a message's fault.</summary>
    public void Forgive(long failures, TimeSpan now)
    {
        _outcomes.Forgive(failures, now);
        if (_ejection.FailedTrial || (_isOwnDoing && _outcomes.Verdict(now) is null)) _ejection.Revoke(now);
    }

    /// <summary>Why it is to be ejected for what it does with its messages; null if it is not, or is already.</summary>
    public string? EjectionDue(TimeSpan now) => _group.HealthChecking && !_ejection.IsEjected ? _outcomes.Verdict(now) : null;

    /// <summary>Ejects it for what <see cref="EjectionDue"/> says.</summary>
    public void Eject(string reason, TimeSpan now) => Eject(reason, isOwnDoing: true, now);

    /// <summary>Ejects it because it does worse than the others.</summary>
    public void EjectOutlier(string reason, TimeSpan now) => Eject(reason, isOwnDoing: false, now);

    /// <summary>What others compare it by.</summary>
    public OutlierFacts Facts(double serviceSeconds, TimeSpan now) => new(_outcomes.SuccessShare(now), _outcomes.Results(now), serviceSeconds);

    /// <summary>Whether a slow start is under way.</summary>
    public bool IsRamping(TimeSpan now) => Step(now) < 1;

    /// <summary>Part of its weight and window that it may have. <value>Above 0, to 1, in steps of a tenth.</value></summary>
    public double Ramp(TimeSpan now) => _isAlone ? 1 : Step(now);

    /// <summary>If it turns out to be lost now, that is the end of the loss before and not another one.</summary>
    public void Excuse() => _isExcused = true;

    /// <summary>Combines what is known; returns false if the condition is the same as before.</summary>
    /// <param name="seen">What its workers say, or what its queue shows.</param>
    /// <param name="inFlight">Messages in flight there, by the books or by its workers' word.</param>
    /// <param name="overdue">Whether a sign of life is overdue.</param>
    /// <param name="probe">Why it does not work, as its probes say; null if they do not say so.</param>
    /// <param name="circle">What the group says of it.</param>
    /// <param name="now">Time.</param>
    public bool Judge(in Sighting seen, long inFlight, bool overdue, string? probe, in Circle circle, TimeSpan now)
    {
        var before = Condition;
        _seen = seen.Condition;
        _isAlone = circle.IsAlone;
        if (seen.Condition == DestinationCondition.Lost && WasThere(before) && _group.HealthMonitoring.RecoveryManagement && !_isExcused)
        {
            _flaps.Lost(now);
            _flapping = null;
        }

        _isExcused = false;

        (Condition, Reason) = Verdict(seen, inFlight, overdue, probe, circle, now);
        Health = HealthOf(seen.Condition, overdue);
        if (Condition == before) return false;
        _wasAway |= IsAway(before);
        if (Condition != DestinationCondition.Ready) return true;
        if (!circle.IsLearning && (_wasAway || (circle.IsNew && !_wasReady))) _ramp.Begin(now);
        (_wasReady, _wasAway) = (true, false);
        return true;
    }

    private static TimeSpan RampOf(GroupConfig group) => group.HealthMonitoring.RecoveryManagement ? group.HealthMonitoring.SlowStart : TimeSpan.Zero;

    // In tenths, or every tick would give the policies other weights.
    private double Step(TimeSpan now) => Math.Ceiling((_ramp.Factor(now) * 10) - 1e-9) / 10;

    private void Eject(string reason, bool isOwnDoing, TimeSpan now)
    {
        if (_ejection.Start(reason, now, random)) _isOwnDoing = isOwnDoing;
    }

    // One that is kept out and goes again shall stay out for longer.
    private static bool WasThere(DestinationCondition condition) => condition is
        DestinationCondition.Ready or DestinationCondition.Probing or DestinationCondition.Degraded or DestinationCondition.Hung or DestinationCondition.Ejected;

    // Whoever was only in doubt, or had no queue for a moment, has not been away. A new process may say that it is starting in between.
    private static bool IsAway(DestinationCondition condition) => condition is
        DestinationCondition.Lost or DestinationCondition.Left or DestinationCondition.Failed or DestinationCondition.Hung or DestinationCondition.Ejected
        or DestinationCondition.Maintenance or DestinationCondition.Draining or DestinationCondition.Drained;

    private HealthState HealthOf(DestinationCondition seen, bool overdue) => Condition switch
    {
        DestinationCondition.Suspended or DestinationCondition.Ejected or DestinationCondition.Failed => HealthState.Unhealthy,
        DestinationCondition.Probing or DestinationCondition.Degraded => HealthState.Degraded,
        _ => seen switch
        {
            DestinationCondition.Lost or DestinationCondition.Failed or DestinationCondition.Hung => HealthState.Unhealthy,
            DestinationCondition.Unknown or DestinationCondition.Starting or DestinationCondition.Left => HealthState.Unknown,
            _ => overdue ? HealthState.Degraded : HealthState.Healthy,
        },
    };

    private (DestinationCondition Condition, string? Reason) Verdict(in Sighting seen, long inFlight, bool overdue, string? probe, in Circle circle, TimeSpan now)
    {
        if (_refusal is not null) return (DestinationCondition.Suspended, _refusal);
        var isGone = seen.Condition is DestinationCondition.Lost or DestinationCondition.Left or DestinationCondition.Failed;
        // What is in hold is handed to others from memory, and needs no queue for it: it must not wait until a suspension is over.
        if (_suspension.IsOn(now) && !(isGone && _group.Holds)) return (DestinationCondition.Suspended, _suspension.Reason);
        // Who is gone is gone, whatever people had in mind for it.
        if (isGone) return (seen.Condition, seen.Reason);
        if (_administration.Verdict(inFlight, now) is { } wanted) return wanted;
        if (seen.Condition == DestinationCondition.Draining && inFlight == 0) return (DestinationCondition.Drained, "it has finished what it had and may be taken away");
        if (seen.Condition != DestinationCondition.Ready) return (seen.Condition, seen.Reason);
        if (probe is not null) return (circle.IsNeeded ? DestinationCondition.Degraded : DestinationCondition.Failed, circle.IsNeeded ? $"{probe}; needed all the same" : probe);
        if (KeptOut(now) is { } why) return circle.IsNeeded ? (DestinationCondition.Degraded, $"{why}; needed all the same") : (DestinationCondition.Ejected, why);
        if (_ejection.IsHalfOpen(now)) return (DestinationCondition.Probing, $"one message at a time is tried after {_ejection.Reason}");
        return overdue ? (DestinationCondition.Degraded, Overdue) : (DestinationCondition.Ready, null);
    }

    private string? KeptOut(TimeSpan now)
    {
        if (_ejection.IsBanned(now)) return _ejection.Reason;
        if (!_flaps.IsSuppressed(now))
        {
            _flapping = null;
            return null;
        }

        // One text for the whole time, or every look at it would be news.
        return _flapping ??= string.Create(CultureInfo.InvariantCulture, $"it came and went; out for {_flaps.FreeIn(now).TotalSeconds:0} s");
    }
}
