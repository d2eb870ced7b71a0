namespace MessageLB.Core.Groups;

/// <summary>What people want of a destination, and how far it has come. One thread.</summary>
internal sealed class Administration
{
    /// <summary>How long a drain by people may take before what is left is handed to others (Envoy and Kubernetes bound theirs in the same way).</summary>
    public static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(300);

    // A command is no more than a message on the control exchange: it is said again until the worker's own word shows that it arrived.
    private static readonly TimeSpan SayAgain = TimeSpan.FromSeconds(2);

    private string _reason = string.Empty;
    private TimeSpan _since;
    private TimeSpan? _said;

    // When people last wanted a drain and it was asked for, or was going on already; null once the worker works again.
    private TimeSpan? _drained;

    public AdministrativeState State { get; private set; }

    /// <summary>Whether people want nothing but work, and nothing that they wanted before is still to be taken back.</summary>
    public bool IsSettled => State == AdministrativeState.Active && _drained is null;

    /// <summary>Sets it; false if it is set already.</summary>
    public bool Set(AdministrativeState state, string reason, TimeSpan now)
    {
        if (state == State) return false;
        (State, _reason, _since, _said) = (state, reason, now, null);
        return true;
    }

    /// <summary>What is to be said to the workers now; null for nothing.</summary>
    /// <param name="ready">Whether one of them says that it is ready.</param>
    /// <param name="draining">Whether one of them says that it drains.</param>
    /// <param name="now">Time.</param>
    public WorkerAsk? Ask(bool ready, bool draining, TimeSpan now)
    {
        // Whoever told it so: another dispatcher may have, and be gone by the time people want it back.
        if (State != AdministrativeState.Active && draining) _drained = now;
        if (_said is { } said && now - said < SayAgain) return null;
        var ask = State switch
        {
            AdministrativeState.Active when _drained is not null && draining => WorkerAsk.Resume,
            AdministrativeState.Active => default(WorkerAsk?),
            _ when ready => WorkerAsk.Drain,
            _ => null,
        };
        // A worker that drains of its own accord is never told to resume. But one that was told to drain just now may not have said so yet.
        if (State == AdministrativeState.Active && !draining && now - _drained >= SayAgain) _drained = null;
        if (ask is null) return null;
        _said = now;
        if (ask == WorkerAsk.Drain) _drained = now;
        return ask;
    }

    /// <summary>What follows for a destination whose workers are there; null if people want nothing of it but work.</summary>
    /// <param name="inFlight">Messages in flight there.</param>
    /// <param name="now">Time.</param>
    public (DestinationCondition Condition, string Reason)? Verdict(long inFlight, TimeSpan now) => State switch
    {
        AdministrativeState.Active => null,
        AdministrativeState.Draining when inFlight == 0 => (DestinationCondition.Drained, "it has finished what it had and may be taken away"),
        AdministrativeState.Draining when now - _since < DrainLimit => (DestinationCondition.Draining, _reason),
        AdministrativeState.Draining => (DestinationCondition.Maintenance, $"it did not drain within {DrainLimit.TotalSeconds:0} s; what waits there is handed to others"),
        _ => (DestinationCondition.Maintenance, _reason),
    };
}
