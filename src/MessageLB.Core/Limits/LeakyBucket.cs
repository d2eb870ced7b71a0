namespace MessageLB.Core.Limits;

/// <summary>
/// A limit on how often something may come, with a burst: the leaky bucket of NGINX's <c>limit_req</c>
/// (https://nginx.org/en/docs/http/ngx_http_limit_req_module.html). It drains at the rate; each arrival adds one; one that finds more
/// than the burst in it is refused and adds nothing. The first arrival finds it empty. One thread.
/// </summary>
/// <param name="perSecond">Rate, above 0.</param>
/// <param name="burst">Most that may be ahead of the rate; 0 refuses whatever comes sooner than the rate allows.</param>
public sealed class LeakyBucket(double perSecond, int burst)
{
    private readonly long _interval = FineTime.Interval(perSecond);

    // When the bucket is empty; its content is the time until then, divided by the interval.
    private long _emptyAt = long.MinValue;

    /// <summary>Whether one more may come now.</summary>
    /// <param name="now">Time since any fixed moment, never earlier than before.</param>
    public bool TryEnter(TimeSpan now)
    {
        var fine = FineTime.Of(now);
        var from = Math.Max(_emptyAt, fine);
        if (from - fine > (Int128)_interval * burst) return false;
        _emptyAt = from + _interval;
        return true;
    }

    /// <summary>Whether nothing is left of what came, so that a new bucket would be as good.</summary>
    public bool IsEmpty(TimeSpan now) => _emptyAt <= FineTime.Of(now);
}
