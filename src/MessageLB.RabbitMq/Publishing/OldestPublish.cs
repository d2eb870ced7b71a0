namespace MessageLB.RabbitMq;

/// <summary>
/// How long the oldest publish has waited for its outcome, as seen by looks now and then. A broker that loses one confirm goes on
/// confirming what comes after it, so that others have outcomes says nothing. Not thread-safe.
/// </summary>
internal sealed class OldestPublish
{
    private ulong _oldest;
    private TimeSpan _since;
    private bool _waits;

    /// <summary>Takes a look, and returns for how long the oldest has been the same, at the looks.</summary>
    /// <param name="unconfirmed">Publishes without an outcome, 0 while they need not have one.</param>
    /// <param name="oldest">Sequence number of the oldest.</param>
    /// <param name="now">Time of the look.</param>
    public TimeSpan Look(int unconfirmed, ulong oldest, TimeSpan now)
    {
        if (unconfirmed == 0 || !_waits || oldest != _oldest)
        {
            _waits = unconfirmed > 0;
            _oldest = oldest;
            _since = now;
        }

        return now - _since;
    }
}
