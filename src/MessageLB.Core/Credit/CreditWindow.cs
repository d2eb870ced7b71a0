using MessageLB.Core.Groups;

namespace MessageLB.Core.Credit;

/// <summary>
/// The right to hand over: at most <see cref="Limit"/> deliveries in flight, taken one by one with <see cref="TryTake()"/> and given
/// back in any number. Thread-safe and lock-free: picks take while the registry gives back and resizes.
/// </summary>
/// <remarks>
/// Two counters that only grow, instead of one that moves both ways, because a look at a queue from outside must be related to
/// what was taken before it (<see cref="Observe"/>). Plain volatile reads of 64 bits are atomic on the 64-bit platforms that .NET 10
/// servers run on, and several times cheaper than interlocked ones, of which a pick would need two per candidate.
/// </remarks>
public sealed class CreditWindow
{
    private readonly DestinationState? _owner;
    private int _limit;
    private long _taken;
    private long _returned;

    /// <summary>Creates a window with nothing in flight.</summary>
    /// <param name="limit">Most in-flight; 0 gives no credit.</param>
    public CreditWindow(int limit) => _limit = limit;

    internal CreditWindow(int limit, DestinationState owner)
        : this(limit) => _owner = owner;

    /// <summary>Most in-flight.</summary>
    public int Limit => Volatile.Read(ref _limit);

    /// <summary>Credit taken since the beginning.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>
    /// Credit given back since the beginning. <see cref="Observe"/> moves it to what the look shows, below zero if the queue holds more
    /// than was ever taken, because somebody else puts messages there too.
    /// </summary>
    public long Returned => Volatile.Read(ref _returned);

    /// <summary>Deliveries in flight; never negative.</summary>
    public int InFlight
    {
        get
        {
            // Returned first: a take and its return between the two reads may then only show too many in flight, never too few.
            var returned = Volatile.Read(ref _returned);
            return (int)Math.Clamp(Volatile.Read(ref _taken) - returned, 0, int.MaxValue);
        }
    }

    /// <summary>Whether a take would succeed now.</summary>
    public bool HasCredit => InFlight < Limit;

    /// <summary>Takes credit for one delivery; false if the window is full.</summary>
    public bool TryTake() => TryTake(null);

    /// <summary>The same for a picker, whose own marks need not tell it.</summary>
    internal bool TryTake(ChangeMarks? picker)
    {
        var seen = Volatile.Read(ref _taken);
        while (seen - Volatile.Read(ref _returned) < Volatile.Read(ref _limit))
        {
            var current = Interlocked.CompareExchange(ref _taken, seen + 1, seen);
            if (current == seen)
            {
                _owner?.Changed(picker);
                return true;
            }

            seen = current;
        }

        return false;
    }

    /// <summary>
    /// Gives credit back for up to <paramref name="count"/> deliveries. Returns how many were really in flight: a worker that reports
    /// more than it was given cannot open its window beyond the limit.
    /// </summary>
    public int Return(int count)
    {
        var seen = Volatile.Read(ref _returned);
        while (true)
        {
            var possible = (int)Math.Clamp(Volatile.Read(ref _taken) - seen, 0, count);
            if (possible == 0) return 0;
            var current = Interlocked.CompareExchange(ref _returned, seen + possible, seen);
            if (current == seen)
            {
                _owner?.Changed(null);
                return possible;
            }

            seen = current;
        }
    }

    /// <summary>
    /// Sets the books straight after a look at the queue from outside: <paramref name="inFlight"/> deliveries were seen there, of those
    /// handed over when <see cref="Taken"/> was <paramref name="takenBefore"/>. What was taken since stays in flight. One caller at a time.
    /// </summary>
    public void Observe(long inFlight, long takenBefore)
    {
        var returned = takenBefore - inFlight;
        var seen = Volatile.Read(ref _returned);
        if (returned == seen) return;
        Interlocked.Add(ref _returned, returned - seen);
        _owner?.Changed(null);
    }

    /// <summary>Changes the limit. Shrinking never revokes credit already taken.</summary>
    public void Resize(int limit)
    {
        if (limit == _limit) return;
        Volatile.Write(ref _limit, limit);
        _owner?.Changed(null);
    }
}
