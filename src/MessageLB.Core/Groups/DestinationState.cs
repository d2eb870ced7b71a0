using MessageLB.Core.Credit;

namespace MessageLB.Core.Groups;

/// <summary>
/// What is known of a destination while it exists; its identity survives reloads. Picks read it on any thread; only the
/// <see cref="GroupUpdater"/> of its group writes it, except for credit, which is thread-safe by itself.
/// </summary>
/// <param name="group">Name of the group.</param>
/// <param name="name">Name, unique in the group.</param>
/// <param name="slot">Small number, unique in the group while the destination exists; reused after it was forgotten.</param>
public sealed class DestinationState(string group, string name, int slot)
{
    private int _weight = Configuration.DestinationConfig.DefaultWeight;
    private int _concurrency;
    private double _serviceSeconds;
    private long _handed;

    /// <summary>Name of the group.</summary>
    public string Group { get; } = group;

    /// <summary>Name, unique in the group.</summary>
    public string Name { get; } = name;

    /// <summary>Name of its queue.</summary>
    public string Queue { get; } = Names.WorkQueue(group, name);

    /// <summary>Small number, unique in the group, for arrays of state per destination.</summary>
    public int Slot { get; } = slot;

    /// <summary>The right to hand over to it.</summary>
    public CreditWindow Credit { get; } = new(0);

    /// <summary>Share relative to the other destinations; an eligible one has 1 or more.</summary>
    public int Weight
    {
        get => Volatile.Read(ref _weight);
        internal set => Volatile.Write(ref _weight, value);
    }

    /// <summary>Messages handled at the same time, all live instances together; 0 if unknown.</summary>
    public int Concurrency
    {
        get => Volatile.Read(ref _concurrency);
        internal set => Volatile.Write(ref _concurrency, value);
    }

    /// <summary>Service time to rank by, in seconds: as measured, but lower the longer nothing was measured; 0 if unknown.</summary>
    public double ServiceSeconds
    {
        get => Volatile.Read(ref _serviceSeconds);
        internal set => Volatile.Write(ref _serviceSeconds, value);
    }

    /// <summary>Hand-overs confirmed since the dispatcher's start.</summary>
    public long Handed => Interlocked.Read(ref _handed);

    /// <summary>Counts one confirmed hand-over. Thread-safe.</summary>
    public void CountHanded() => Interlocked.Increment(ref _handed);

    /// <inheritdoc />
    public override string ToString() => $"{Group}/{Name}";
}
