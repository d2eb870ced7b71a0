using MessageLB.Core.Heartbeats;

namespace MessageLB.Core.Groups;

/// <summary>
/// Combines what people want of a destination with what is known of its health into its condition, and tells what a returning one may
/// have. One thread.
/// </summary>
internal sealed class DestinationStanding
{
    private readonly Suspension _suspension = new();
    private readonly Administration _administration = new();
    private string? _refusal;

    /// <summary>The one word.</summary>
    public DestinationCondition Condition { get; private set; } = DestinationCondition.Unknown;

    /// <summary>Whether it works.</summary>
    public HealthState Health { get; private set; } = HealthState.Unknown;

    /// <summary>What people want of it.</summary>
    public AdministrativeState Administrative => _administration.State;

    /// <summary>Why; null when ready.</summary>
    public string? Reason { get; private set; } = "nothing was seen of it yet";

    /// <summary>True while its queue could not be declared.</summary>
    public bool IsRefused => _refusal is not null;

    /// <summary>The broker does not take hand-overs to its queue.</summary>
    public void Suspend(string reason, TimeSpan now) => _suspension.Start(reason, now);

    /// <summary>Its queue exists with other arguments: it stays out until it could be declared. Null: it could.</summary>
    public void Refuse(string? reason) => _refusal = reason;

    /// <summary>People want something else of it; false if they wanted it already.</summary>
    public bool Administer(AdministrativeState state, string reason, TimeSpan now) => _administration.Set(state, reason, now);

    /// <summary>What is to be said to its workers now; null for nothing.</summary>
    public WorkerAsk? Ask(InstanceSet instances, TimeSpan now) => _administration.Ask(instances.AnySays(WorkerState.Ready), instances.AnySays(WorkerState.Draining), now);

    /// <summary>Combines what is known; returns false if the condition is the same as before.</summary>
    /// <param name="seen">What its workers say, or what its queue shows.</param>
    /// <param name="inFlight">Messages in flight there, by the books or by its workers' word.</param>
    /// <param name="overdue">Whether a sign of life is overdue.</param>
    /// <param name="now">Time.</param>
    public bool Judge(in Sighting seen, long inFlight, bool overdue, TimeSpan now)
    {
        var before = Condition;
        Health = HealthOf(seen.Condition, overdue, now);
        (Condition, Reason) = Verdict(seen, inFlight, now);
        return Condition != before;
    }

    private HealthState HealthOf(DestinationCondition seen, bool overdue, TimeSpan now)
    {
        if (_refusal is not null || _suspension.IsOn(now)) return HealthState.Unhealthy;
        return seen switch
        {
            DestinationCondition.Lost or DestinationCondition.Failed => HealthState.Unhealthy,
            DestinationCondition.Unknown or DestinationCondition.Starting or DestinationCondition.Left => HealthState.Unknown,
            _ => overdue ? HealthState.Degraded : HealthState.Healthy,
        };
    }

    private (DestinationCondition Condition, string? Reason) Verdict(in Sighting seen, long inFlight, TimeSpan now)
    {
        if (_refusal is not null) return (DestinationCondition.Suspended, _refusal);
        if (_suspension.IsOn(now)) return (DestinationCondition.Suspended, _suspension.Reason);
        // Who is gone is gone, whatever people had in mind for it.
        if (seen.Condition is DestinationCondition.Lost or DestinationCondition.Left or DestinationCondition.Failed) return (seen.Condition, seen.Reason);
        if (_administration.Verdict(inFlight, now) is { } wanted) return wanted;
        if (seen.Condition == DestinationCondition.Draining && inFlight == 0) return (DestinationCondition.Drained, "it has finished what it had and may be taken away");
        if (seen.Condition != DestinationCondition.Ready) return (seen.Condition, seen.Reason);
        return Health == HealthState.Degraded ? (DestinationCondition.Degraded, "a heartbeat is overdue") : (DestinationCondition.Ready, null);
    }
}
