namespace MessageLB.Core.Heartbeats;

/// <summary>
/// What it says of a worker's service time that nothing was completed for a while although there is work: news of a slow message
/// comes only with its end, and until then as many again would be sent there (NGINX's least_time counts the age of what is in flight
/// for the same reason, with its parameter <c>inflight</c>). One thread.
/// </summary>
internal sealed class Standstill
{
    // Of completions that come at random, one gap in twenty is three times the mean one; a longer one is not chance any more.
    private const double LongGap = 3;

    // News later than this many times its usual age is late because there is none.
    private const double LateNews = 3;

    private TimeSpan _since;

    /// <summary>Something was completed at this time, or nothing was in flight. An earlier one than the last changes nothing.</summary>
    public void Progress(TimeSpan at) => _since = at > _since ? at : _since;

    /// <summary>The service time in seconds that the standstill is evidence of; 0 if it is not long enough to say anything.</summary>
    /// <param name="measured">Service time as measured or assumed, in seconds.</param>
    /// <param name="newsAge">Usual age of news of a completion, in seconds.</param>
    /// <param name="handsAtWork">Messages being handled at the same time.</param>
    /// <param name="now">Now.</param>
    public double EvidenceSeconds(double measured, double newsAge, int handsAtWork, TimeSpan now)
    {
        var silence = (now - _since).TotalSeconds - (LateNews * newsAge);
        return silence > measured ? Math.Min(silence * handsAtWork / LongGap, ServiceTimeEstimate.Longest.TotalSeconds) : 0;
    }
}
