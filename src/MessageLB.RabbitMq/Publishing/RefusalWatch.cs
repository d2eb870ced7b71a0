namespace MessageLB.RabbitMq;

/// <summary>
/// Says when refusals have gone on for so long that the channel itself may be what is wrong. A channel of RabbitMQ that first publishes to a quorum queue
/// after the queue's leader is lost, and before another is elected, refuses everything for that queue for as long as the channel lives; another channel
/// does not. A queue that is full refuses as well, so the patience doubles each time. Costs nothing while nothing is refused. Thread-safe.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class RefusalWatch(TimeProvider time)
{
    /// <summary>How long refusals go on before the channel is replaced for the first time.</summary>
    public static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(1);

    /// <summary>Longest patience; and after as long without a refusal, it is the first one again.</summary>
    public static readonly TimeSpan LongestPatience = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private TimeSpan _patience = FirstPatience;
    private long? _since;
    private long? _last;
    private volatile bool _isDue;

    /// <summary>Whether the channel is to be replaced.</summary>
    public bool IsDue => _isDue;

    /// <summary>A publish was refused.</summary>
    public void Refused()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (_last is { } last && time.GetElapsedTime(last, now) > LongestPatience) (_since, _patience) = (null, FirstPatience);
            _since ??= now;
            _last = now;
            if (time.GetElapsedTime(_since.Value, now) >= _patience) _isDue = true;
        }
    }

    /// <summary>The channel was replaced.</summary>
    public void Replaced()
    {
        lock (_lock)
        {
            _isDue = false;
            _since = null;
            _patience = _patience * 2 < LongestPatience ? _patience * 2 : LongestPatience;
        }
    }
}
