namespace MessageLB.Core.Limits;

/// <summary>
/// Lets one go at a time, no faster than a rate: what the leaky bucket of NGINX's <c>limit_req</c> does with those that it delays.
/// Whoever had to wait goes when it was due, not when somebody looked: a late look lets those that are overdue by up to 50 ms go
/// together, so that coarse timers do not cost throughput. One thread.
/// </summary>
/// <param name="perSecond">Rate, above 0.</param>
public sealed class Pace(double perSecond)
{
    private static readonly long Lateness = FineTime.Of(TimeSpan.FromMilliseconds(50));

    private readonly long _interval = FineTime.Interval(perSecond);
    private long _due = long.MinValue;

    /// <summary>Whether the next one was told to wait.</summary>
    public bool IsWaitedFor { get; private set; }

    /// <summary>How long the next one has to wait; zero if it may go. To be asked only while there is a next one.</summary>
    /// <param name="now">Time since any fixed moment, never earlier than before.</param>
    public TimeSpan DueIn(TimeSpan now)
    {
        var wait = _due - FineTime.Of(now);
        if (_due == long.MinValue || wait <= 0) return TimeSpan.Zero;
        IsWaitedFor = true;
        return FineTime.ToTime(_due) - now;
    }

    /// <summary>Lets one go.</summary>
    public void Take(TimeSpan now)
    {
        var fine = FineTime.Of(now);
        var from = Math.Max(_due, IsWaitedFor ? fine - Lateness : fine);
        _due = from + _interval;
        if (_due >= fine) IsWaitedFor = false;
    }

    /// <summary>Nobody waits any more: what comes later has not been waiting.</summary>
    public void Rest() => IsWaitedFor = false;

    /// <summary>Whether the next one may go at once, so that a new pace would be as good.</summary>
    public bool IsIdle(TimeSpan now) => _due <= FineTime.Of(now);
}
