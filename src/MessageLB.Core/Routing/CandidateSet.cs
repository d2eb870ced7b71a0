using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// The destinations of a group that have credit, as their picker knows them: any of them, each of them, and the next one in the order
/// of slots, all in constant time. Only during a pick, on the picker's thread.
/// </summary>
public sealed class CandidateSet
{
    private readonly SlotSet _slots = new();
    private DestinationState[] _items = [];
    private int[] _positions = [];
    private DestinationState?[] _bySlot = [];

    internal CandidateSet()
    {
    }

    /// <summary>Number of candidates.</summary>
    public int Count { get; private set; }

    /// <summary>The candidates, in no particular order.</summary>
    public ReadOnlySpan<DestinationState> Items => _items.AsSpan(0, Count);

    /// <summary>The candidate at a place from 0 to <see cref="Count"/> - 1; places change when candidates come and go.</summary>
    public DestinationState this[int index] => _items[index];

    /// <summary>The first candidate in the order of slots. There must be one.</summary>
    public DestinationState First => _bySlot[_slots.After(-1)]!;

    /// <summary>Whether a destination is a candidate.</summary>
    public bool Contains(DestinationState destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return _slots.Contains(destination.Slot) && ReferenceEquals(_bySlot[destination.Slot], destination);
    }

    /// <summary>The candidate with the next slot after <paramref name="slot"/>, or the first one if there is none after it. There must be a candidate.</summary>
    public DestinationState After(int slot)
    {
        var next = _slots.After(slot);
        return next < 0 ? First : _bySlot[next]!;
    }

    /// <summary>The destination of a slot, candidate or not; null if the group has none there.</summary>
    internal DestinationState? AtSlot(int slot) => (uint)slot < (uint)_bySlot.Length ? _bySlot[slot] : null;

    /// <summary>Begins anew, with no candidate.</summary>
    /// <param name="bySlot">All destinations of the group at the indexes of their slots.</param>
    internal void Reset(DestinationState?[] bySlot)
    {
        Count = 0;
        _bySlot = bySlot;
        _slots.Reset(bySlot.Length);
        _items = new DestinationState[bySlot.Length];
        _positions = new int[bySlot.Length];
    }

    internal void Add(DestinationState destination)
    {
        if (!_slots.Add(destination.Slot)) return;
        _positions[destination.Slot] = Count;
        _items[Count++] = destination;
    }

    internal void Remove(DestinationState destination)
    {
        if (!_slots.Remove(destination.Slot)) return;
        var at = _positions[destination.Slot];
        var last = _items[--Count];
        _items[at] = last;
        _positions[last.Slot] = at;
    }
}
