namespace MessageLB.Core.Failover;

/// <summary>
/// Whether a group has had nobody available for so long that something is to be done about its messages. Somebody who comes ends it at
/// once. While the dispatcher learns who is there, nobody is missed. Pure; one thread.
/// </summary>
/// <param name="after">How long nobody must have been available.</param>
public sealed class NobodyWatch(TimeSpan after)
{
    private TimeSpan? _empty;

    /// <summary>Since when nobody has been available, once that is long enough; null otherwise.</summary>
    public TimeSpan? Since { get; private set; }

    /// <summary>Takes in a look at the group.</summary>
    /// <param name="hasAnybody">Whether anybody may get messages.</param>
    /// <param name="isLearning">Whether the dispatcher has only just begun to listen.</param>
    /// <param name="now">Time, on the attended clock.</param>
    public void Look(bool hasAnybody, bool isLearning, TimeSpan now)
    {
        if (hasAnybody || isLearning) _empty = Since = null;
        else if (now - (_empty ??= now) >= after) Since = _empty;
    }
}
