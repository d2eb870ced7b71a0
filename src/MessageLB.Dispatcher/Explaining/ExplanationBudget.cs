namespace MessageLB.Dispatcher.Explaining;

/// <summary>
/// How much may be explained: a bucket of destinations that fills with time, because what an explanation costs grows with the group.
/// One thread.
/// </summary>
/// <param name="perSecond">Destinations a second.</param>
/// <param name="least">What an explanation of a small group counts for at least.</param>
/// <param name="most">Most that gathers while nobody asks.</param>
/// <param name="time">Clock.</param>
internal sealed class ExplanationBudget(int perSecond, int least, int most, TimeProvider time)
{
    private double _left = most;
    private long _at = time.GetTimestamp();

    /// <summary>Whether one more may be explained.</summary>
    public bool HasSome()
    {
        var now = time.GetTimestamp();
        _left = Math.Min(most, _left + (time.GetElapsedTime(_at, now).TotalSeconds * perSecond));
        _at = now;
        return _left > 0;
    }

    /// <summary>Takes out what one cost; it may go below zero once, and then has to fill up first.</summary>
    public void Spend(int destinations) => _left -= Math.Max(least, destinations);
}
