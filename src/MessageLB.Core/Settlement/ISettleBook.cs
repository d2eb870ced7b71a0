namespace MessageLB.Core.Settlement;

/// <summary>The unsettled deliveries of one receiver, as the loop that settles them sees it.</summary>
public interface ISettleBook
{
    /// <summary>Deliveries begun and not yet settled; exact for the settling loop while none begin, elsewhere a recent figure.</summary>
    int Unsettled { get; }

    /// <summary>
    /// The next call to make, or one with <see cref="Settlement.Pending"/> if nothing is ready, which also ends this round of looking.
    /// For the one loop that settles; calls are made in the order in which they are told.
    /// </summary>
    /// <param name="past">
    /// Whether to go past a delivery that waits for an unknown time. If not, what is decided behind it is settled later, in fewer calls.
    /// </param>
    SettleStep Advance(bool past = true);
}
