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
/// <para>A view of counters that lie in the <see cref="DestinationState"/>, beside what else a pick and a return read of it: an object of
/// its own would be one more look at memory that is in no cache, where destinations are many.</para>
/// </remarks>
public readonly record struct CreditWindow
{
    private readonly DestinationState _owner;

    internal CreditWindow(DestinationState owner) => _owner = owner;

    /// <summary>Most in-flight; 0 gives no credit.</summary>
    public int Limit => Volatile.Read(ref _owner.CreditLimit);

    /// <summary>Credit taken since the beginning.</summary>
    public long Taken => Volatile.Read(ref _owner.CreditTaken);

    /// <summary>
    /// Credit given back since the beginning. <see cref="Observe"/> moves it to what the look shows, below zero if the queue holds more
    /// than was ever taken, because somebody else puts messages there too.
    /// </summary>
    public long Returned => Volatile.Read(ref _owner.CreditReturned);

    /// <summary>Deliveries in flight; never negative.</summary>
    public int InFlight
    {
        get
        {
            // Returned first: a take and its return between the two reads may then only show too many in flight, never too few.
            var returned = Volatile.Read(ref _owner.CreditReturned);
            return (int)Math.Clamp(Volatile.Read(ref _owner.CreditTaken) - returned, 0, int.MaxValue);
        }
    }

    /// <summary>Whether a take would succeed now.</summary>
    public bool HasCredit => InFlight < Limit;

    /// <summary>Takes credit for one delivery; false if the window is full.</summary>
    public bool TryTake() => TryTake(null);

    /// <summary>The same for a picker, whose own marks need not tell it.</summary>
    internal bool TryTake(ChangeMarks? picker)
    {
        var seen = Volatile.Read(ref _owner.CreditTaken);
        while (seen - Volatile.Read(ref _owner.CreditReturned) < Volatile.Read(ref _owner.CreditLimit))
        {
            var current = Interlocked.CompareExchange(ref _owner.CreditTaken, seen + 1, seen);
            if (current == seen)
            {
                _owner.Changed(picker);
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
        var seen = Volatile.Read(ref _owner.CreditReturned);
        while (true)
        {
            var possible = (int)Math.Clamp(Volatile.Read(ref _owner.CreditTaken) - seen, 0, count);
            if (possible == 0) return 0;
            var current = Interlocked.CompareExchange(ref _owner.CreditReturned, seen + possible, seen);
            if (current == seen)
            {
                _owner.Changed(null);
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
        var seen = Volatile.Read(ref _owner.CreditReturned);
        if (returned == seen) return;
        Interlocked.Add(ref _owner.CreditReturned, returned - seen);
        _owner.Changed(null);
    }

    /// <summary>Changes the limit. Shrinking never revokes credit already taken.</summary>
    public void Resize(int limit)
    {
        if (limit == _owner.CreditLimit) return;
        Volatile.Write(ref _owner.CreditLimit, limit);
        _owner.Changed(null);
    }
}
