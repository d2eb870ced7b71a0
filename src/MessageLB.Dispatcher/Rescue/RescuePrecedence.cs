namespace MessageLB.Dispatcher.Rescue;

/// <summary>
/// Lets rescued messages go before those from ingress: while a rescue claims precedence, because it holds a message for want of credit,
/// the group's other flow takes no credit. Thread-safe.
/// </summary>
internal sealed class RescuePrecedence
{
    private int _claims;

    // Below zero for a moment when a claim and its release on two threads overtake each other.

    /// <summary>Whether somebody claims it. One volatile read.</summary>
    public bool IsClaimed => Volatile.Read(ref _claims) > 0;

    public void Claim() => Interlocked.Increment(ref _claims);

    /// <summary>Gives a claim up. Whoever did not pick because of it must be woken afterwards.</summary>
    public void Release() => Interlocked.Decrement(ref _claims);
}
