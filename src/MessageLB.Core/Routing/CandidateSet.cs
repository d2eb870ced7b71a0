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
    public DestinationState First => _items[_positions[_slots.After(-1)]];

    /// <summary>Whether a destination is a candidate.</summary>
    public bool Contains(DestinationState destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return (uint)destination.Slot < (uint)_positions.Length
            && _positions[destination.Slot] is >= 0 and var at
            && ReferenceEquals(_items[at], destination);
    }

    /// <summary>The candidate with the next slot after <paramref name="slot"/>, or the first one if there is none after it. There must be a candidate.</summary>
    public DestinationState After(int slot)
    {
        var next = _slots.After(slot);
        return next < 0 ? First : _items[_positions[next]];
    }

    internal void Reset(int slots)
    {
        Count = 0;
        _slots.Reset(slots);
        _items = new DestinationState[slots];
        _positions = new int[slots];
        Array.Fill(_positions, -1);
    }

    internal void Add(DestinationState destination)
    {
        if (_positions[destination.Slot] >= 0) return;
        _positions[destination.Slot] = Count;
        _items[Count++] = destination;
        _slots.Add(destination.Slot);
    }

    internal void Remove(DestinationState destination)
    {
        var at = _positions[destination.Slot];
        if (at < 0) return;
        var last = _items[--Count];
        _items[at] = last;
        _positions[last.Slot] = at;
        _positions[destination.Slot] = -1;
        _slots.Remove(destination.Slot);
    }
}
