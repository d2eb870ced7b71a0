namespace MessageLB.Core.Groups;

/// <summary>What people want of a destination, and how far it has come. One thread.</summary>
internal sealed class Administration
{
    /// <summary>How long a drain by people may take before what is left is handed to others (Envoy and Kubernetes bound theirs in the same way).</summary>
    public static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(300);

    private string _reason = string.Empty;
    private TimeSpan _since;

    public AdministrativeState State { get; private set; }

    /// <summary>Sets it; false if it is set already.</summary>
    public bool Set(AdministrativeState state, string reason, TimeSpan now)
    {
        if (state == State) return false;
        (State, _reason, _since) = (state, reason, now);
        return true;
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
