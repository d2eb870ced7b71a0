namespace MessageLB.Core.Ordering;

/// <summary>
/// Finds the slot of an attempt that is in flight. Ids are the publishers': while the same attempt of the same id is in flight in two slots,
/// it belongs to neither. One thread; does not allocate in the steady state.
/// </summary>
internal sealed class AttemptIndex
{
    private const int Neither = -1;

    private readonly Dictionary<(string Id, int Attempt), (int Slot, int Count)> _places = [];

    /// <summary>Attempts in flight, equal ones counted once.</summary>
    public int Count => _places.Count;

    public void Add(string id, int attempt, int slot)
    {
        if (!_places.TryGetValue((id, attempt), out var place)) place = (slot, 0);
        _places[(id, attempt)] = (place.Slot == slot ? slot : Neither, place.Count + 1);
    }

    public void Remove(string id, int attempt)
    {
        if (!_places.TryGetValue((id, attempt), out var known)) return;
        if (known.Count == 1) _places.Remove((id, attempt));
        else _places[(id, attempt)] = known with { Count = known.Count - 1 };
    }

    public bool TryFind(string id, int attempt, out int slot)
    {
        slot = _places.TryGetValue((id, attempt), out var known) ? known.Slot : Neither;
        return slot != Neither;
    }

    public void Clear() => _places.Clear();
}
