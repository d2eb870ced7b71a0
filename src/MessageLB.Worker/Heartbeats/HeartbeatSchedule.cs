namespace MessageLB.Worker.Heartbeats;

/// <summary>
/// When the next heartbeat is due. Regular ones keep the rhythm; a change of state is told at once; and completions are told
/// early, because the dispatcher gives credit back when it hears of them: a busy worker would starve for a whole interval.
/// Pure: time and randomness come from outside. Not thread-safe.
/// </summary>
internal sealed class HeartbeatSchedule(TimeSpan interval, TimeProvider time, Random jitter)
{
    /// <summary>Unreported completions that make an early heartbeat due.</summary>
    public const int EarlyCount = 64;

    /// <summary>
    /// Least time between two early heartbeats, and least age of a completion that makes one due, where messages take
    /// <see cref="ShortService"/> or longer. Where they are shorter, both are longer in inverse proportion: the window is wide there, the
    /// news is not urgent, and it would cost more than the work.
    /// </summary>
    public static readonly TimeSpan EarlyGap = TimeSpan.FromMilliseconds(2);

    /// <summary>The longest of those times.</summary>
    public static readonly TimeSpan LongestEarlyGap = TimeSpan.FromMilliseconds(250);

    /// <summary>Mean handling time below which messages are short.</summary>
    public static readonly TimeSpan ShortService = TimeSpan.FromMilliseconds(2);

    /// <summary>Age of a completion at which it is reported, however long the messages take.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromMilliseconds(50);

    private const double Jitter = 0.1;
    private long _nextRegular = long.MinValue;
    private long _earliestEarly = long.MinValue;
    private long _oldestUnreported;
    private bool _forced;

    /// <summary>Completions since the last heartbeat.</summary>
    public int Unreported { get; private set; }

    /// <summary>Timestamp of the first completion since the last heartbeat; null if there is none.</summary>
    public long? OldestUnreported => Unreported > 0 ? _oldestUnreported : null;

    /// <summary>Makes a heartbeat due at once.</summary>
    public void Force() => _forced = true;

    /// <summary>A message was settled.</summary>
    public void Completed(long now)
    {
        if (Unreported++ == 0) _oldestUnreported = now;
    }

    /// <summary>Timestamp at which the next heartbeat is due if nothing else happens; it may have passed.</summary>
    /// <param name="idle">Whether the worker has no messages.</param>
    /// <param name="meanService">Mean handling time lately; zero if unknown.</param>
    public long NextDue(bool idle, TimeSpan meanService) => _forced ? long.MinValue : Math.Min(_nextRegular, EarlyDue(idle, meanService));

    /// <summary>A heartbeat with all counters is on its way.</summary>
    public void Sent(long now, bool idle, TimeSpan meanService)
    {
        if (!_forced && _nextRegular > now && EarlyDue(idle, meanService) <= now) _earliestEarly = now + Timestamps(EarlyGap);
        // A forced one keeps the rhythm as it is, except that the first heartbeat of all begins it.
        if (_nextRegular <= now) _nextRegular = now + Timestamps(interval * (1 - Jitter + (2 * Jitter * jitter.NextDouble())));
        _forced = false;
        Unreported = 0;
    }

    private long EarlyDue(bool idle, TimeSpan meanService)
    {
        if (Unreported == 0) return long.MaxValue;
        if (Unreported >= EarlyCount) return _earliestEarly;
        var isShort = meanService > TimeSpan.Zero && meanService < ShortService;
        if (idle && !isShort) return _earliestEarly;
        return Math.Max(_earliestEarly, _oldestUnreported + Timestamps(isShort ? GapOfShort(meanService) : Age(meanService)));
    }

    private static TimeSpan Age(TimeSpan meanService) => TimeSpan.FromTicks(Math.Clamp(meanService.Ticks / 4, EarlyGap.Ticks, LongestSilence.Ticks));

    private static TimeSpan GapOfShort(TimeSpan meanService)
    {
        var gap = EarlyGap * (ShortService / meanService);
        return gap < LongestEarlyGap ? gap : LongestEarlyGap;
    }

    // Rounds down, so that a timer set for the duration never comes a fraction of a timestamp too soon.
    private long Timestamps(TimeSpan duration) => (long)((Int128)duration.Ticks * time.TimestampFrequency / TimeSpan.TicksPerSecond);
}
