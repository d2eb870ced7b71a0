using MessageLB.Transport;

namespace MessageLB.Dispatcher.Pipeline;

/// <summary>
/// A group that messages are forwarded to, or where a group's own messages go aside. If the queue does not take them, it is left alone for 1 s, doubling up to 30 s, so
/// that they do not go round and round. The queue of waiting messages is the pump's; the rest is thread-safe.
/// </summary>
/// <param name="name">Name of the group.</param>
/// <param name="queue">Its queue.</param>
internal sealed class ForwardTarget(string name, string queue)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private TimeSpan _pause;
    private TimeSpan _notBefore;
    private long _forwarded;
    private long _returned;
    private long _refused;

    /// <summary>Another group.</summary>
    public ForwardTarget(string name)
        : this(name, Names.IngressQueue(name))
    {
    }

    public string Name { get; } = name;

    public string Queue { get; } = queue;

    /// <summary>Exchange that leads there; empty for the default one.</summary>
    public string Exchange { get; private init; } = "";

    /// <summary>Routing key that leads there.</summary>
    public string RoutingKey { get; private init; } = queue;

    /// <summary>What becomes of the messages there.</summary>
    public ForwardKind Kind { get; private init; }

    /// <summary>What waits to be forwarded; the pump's only.</summary>
    public Queue<HeldMessage> Waiting { get; } = [];

    public long Forwarded => Interlocked.Read(ref _forwarded);

    public long Returned => Interlocked.Read(ref _returned);

    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>The dead letters of a group.</summary>
    public static ForwardTarget DeadLettersOf(string group) => new(group, Names.DeadQueue(group))
    {
        Kind = ForwardKind.DeadLetters,
        // Where a replay watches for those that fail again.
        Exchange = Names.DeadExchange,
        RoutingKey = group,
    };

    /// <summary>The messages of a group that wait, or are to be decided about.</summary>
    public static ForwardTarget RetriesOf(string group) => new(group, Names.RetryQueue(group)) { Kind = ForwardKind.Retries };

    /// <summary>How long it is still to be left alone.</summary>
    public TimeSpan PauseLeft(TimeSpan now)
    {
        lock (_gate) return _notBefore > now ? _notBefore - now : TimeSpan.Zero;
    }

    public void Succeeded()
    {
        Interlocked.Increment(ref _forwarded);
        lock (_gate) _pause = TimeSpan.Zero;
    }

    /// <summary>Its queue did not take a message; true if this is the first of a row.</summary>
    public bool Failed(PublishOutcome outcome, TimeSpan now)
    {
        Interlocked.Increment(ref outcome == PublishOutcome.Returned ? ref _returned : ref _refused);
        lock (_gate)
        {
            // Those that were on their way when the first one failed say nothing new.
            if (_notBefore > now) return false;
            var first = _pause == TimeSpan.Zero;
            _pause = first ? FirstPause : TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, LongestPause.Ticks));
            _notBefore = now + _pause;
            return first;
        }
    }
}
