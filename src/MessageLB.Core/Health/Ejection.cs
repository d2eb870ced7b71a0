using MessageLB.Core.Configuration;

namespace MessageLB.Core.Health;

/// <summary>
/// Whether a destination is ejected. It is banned for <see cref="EjectionConfig.BaseTime"/> times the ejections in a row, then half-open:
/// it gets one message at a time until one succeeds, which frees it, or fails, which bans it again for longer. One ejection in a row is
/// taken off per <see cref="HealthyTime"/> since it was freed. Only results of messages count: a heartbeat does not end a ban, for a worker
/// that fails all its messages may well send heartbeats. After Envoy's outlier detection; the half-open trial is that of a circuit breaker
/// (Polly). One thread.
/// </summary>
internal sealed class Ejection(EjectionConfig config)
{
    /// <summary>Time in freedom that takes one ejection off.</summary>
    public static readonly TimeSpan HealthyTime = TimeSpan.FromSeconds(10);

    /// <summary>Most that chance makes a ban longer or shorter, so that several destinations do not return together.</summary>
    public const double Jitter = 0.1;

    private EjectionConfig _config = config;
    private int _inARow;
    private TimeSpan _freedAt;

    /// <summary>Why it is ejected, for a person; null if it is not.</summary>
    public string? Reason { get; private set; }

    /// <summary>End of the ban; no meaning while it is not ejected.</summary>
    public TimeSpan Until { get; private set; }

    /// <summary>Whether it is banned or half-open.</summary>
    public bool IsEjected => Reason is not null;

    /// <summary>Whether the ban follows a message that failed while it was half-open.</summary>
    public bool FailedTrial { get; private set; }

    /// <summary>Counts by other figures from now on; a ban that runs keeps its end.</summary>
    public void Reconfigure(EjectionConfig config) => _config = config;

    /// <summary>Ejections in a row, less those that <see cref="HealthyTime"/> took off.</summary>
    public int InARow(TimeSpan now)
    {
        if (IsEjected) return _inARow;
        var healed = Math.Max(0, (now - _freedAt).Ticks / HealthyTime.Ticks);
        return (int)Math.Max(0, _inARow - healed);
    }

    /// <summary>Whether it gets nothing.</summary>
    public bool IsBanned(TimeSpan now) => IsEjected && now < Until;

    /// <summary>Whether it gets one message at a time.</summary>
    public bool IsHalfOpen(TimeSpan now) => IsEjected && now >= Until;

    /// <summary>
    /// Ejects it. Does nothing while it is banned: what was handed over before may fail as well, and is no news. Returns whether a ban began.
    /// </summary>
    /// <param name="reason">Why, for a person.</param>
    /// <param name="now">Time.</param>
    /// <param name="random">For the jitter.</param>
    public bool Start(string reason, TimeSpan now, Random random)
    {
        if (IsBanned(now)) return false;
        FailedTrial = IsHalfOpen(now);
        // No more than are needed for the longest ban, or a long bad time would take as long to be forgotten.
        _inARow = Math.Min(InARow(now) + 1, MostInARow);
        var time = Math.Min(_config.BaseTime.TotalSeconds * _inARow, _config.LongestTime.TotalSeconds);
        Until = now + TimeSpan.FromSeconds(time * (1 - Jitter + (2 * Jitter * random.NextDouble())));
        Reason = reason;
        return true;
    }

    /// <summary>Takes in results while it is half-open; ignores them else. Returns whether a success freed it: slow start begins.</summary>
    /// <param name="done">Successes since the last report.</param>
    /// <param name="failed">Failures since the last report; one outweighs any success.</param>
    /// <param name="now">Time.</param>
    /// <param name="random">For the jitter.</param>
    public bool Result(long done, long failed, TimeSpan now, Random random)
    {
        if (!IsHalfOpen(now)) return false;
        if (failed > 0) Start("the message that was to try it failed", now, random);
        if (failed > 0 || done <= 0) return false;
        Free(now);
        return true;
    }

    /// <summary>
    /// Takes the ban back, because the failures that led to it turned out to be a message's fault: half-open if it was so before, else free
    /// as if nothing had been. Does nothing while it is not banned.
    /// </summary>
    public void Revoke(TimeSpan now)
    {
        if (!IsBanned(now)) return;
        _inARow--;
        Until = now;
        if (!FailedTrial) Free(now);
        FailedTrial = false;
    }

    private int MostInARow => Math.Max(1, (int)Math.Ceiling(_config.LongestTime / _config.BaseTime));

    private void Free(TimeSpan now)
    {
        Reason = null;
        FailedTrial = false;
        _freedAt = now;
    }
}
