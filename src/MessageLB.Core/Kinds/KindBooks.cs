using MessageLB.Core.Credit;

namespace MessageLB.Core.Kinds;

/// <summary>
/// What a destination has in flight by kind, and how long a message of each kind takes there: together the work that is outstanding.
/// Thread-safe and lock-free: picks take, one updater gives back.
/// </summary>
/// <remarks>
/// Messages are counted, and valued when somebody asks. A sum of estimates would go wrong as soon as an estimate changes between a
/// take and its return; counts cannot. How many are in flight is credit's word; these books say what kinds they are of.
/// </remarks>
internal sealed class KindBooks(KindTable table)
{
    // As in CreditWindow two counters that only grow. Of reports for several dispatchers a part is ours, hence no whole numbers.
    private readonly long[] _taken = new long[KindNames.Most];
    private readonly double[] _returned = new double[KindNames.Most];
    private readonly double[] _seconds = new double[KindNames.Most];
    private int _version;

    /// <summary>Another number after each change of a service time.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>Service time of a kind to rank by, in seconds; 0 if unknown.</summary>
    public double Seconds(int kind) => Volatile.Read(ref _seconds[kind]);

    /// <summary>Messages of a kind in flight; never negative.</summary>
    public double InFlight(int kind)
    {
        // Returned first: a take and its return between the two reads may then only show too many, never too few.
        var returned = Volatile.Read(ref _returned[kind]);
        return Math.Max(0, Volatile.Read(ref _taken[kind]) - returned);
    }

    /// <summary>Counts a message whose credit was taken.</summary>
    public void Take(int kind) => Interlocked.Increment(ref _taken[kind]);

    /// <summary>
    /// The work of <paramref name="inFlight"/> messages in seconds: of the kinds that these books say, in proportion if they know of more;
    /// if they know of fewer, the rest are messages of <paramref name="otherwise"/> seconds. Nothing in flight is no work.
    /// </summary>
    public double Work(int inFlight, double otherwise)
    {
        var (known, work) = (0.0, 0.0);
        for (var kind = table.Count - 1; kind >= 0; kind--)
        {
            var count = InFlight(kind);
            if (count <= 0) continue;
            known += count;
            work += count * Seconds(kind);
        }

        return known > inFlight ? work * inFlight / known : work + ((inFlight - known) * otherwise);
    }

    /// <summary>Gives messages of a kind back, no more than are in flight. The updater alone.</summary>
    public void Return(int kind, double count)
    {
        var possible = Math.Min(count, InFlight(kind));
        if (possible > 0) Volatile.Write(ref _returned[kind], _returned[kind] + possible);
    }

    /// <summary>
    /// Gives back what credit no longer counts: hand-overs that failed, messages that were handed back, and what workers took with them. Nobody
    /// knows of which kind they were, so each kind gives its part. Returns whether there was any. The updater alone.
    /// </summary>
    public bool Balance(CreditWindow credit)
    {
        var known = 0.0;
        for (var kind = table.Count - 1; kind >= 0; kind--) known += InFlight(kind);
        // After: a pick takes credit first, so what was counted above is in the credit, too, unless that was given back.
        var inFlight = credit.InFlight;
        if (known <= inFlight) return false;
        var surplus = 1 - (inFlight / known);
        for (var kind = table.Count - 1; kind >= 0; kind--) Return(kind, InFlight(kind) * surplus);
        return true;
    }

    /// <summary>Sets a service time; returns whether it is another one. The updater alone.</summary>
    public bool SetSeconds(int kind, double seconds)
    {
        if (_seconds[kind] == seconds) return false;
        Volatile.Write(ref _seconds[kind], seconds);
        // Second: whoever sees the number sees the time.
        Volatile.Write(ref _version, _version + 1);
        return true;
    }
}
