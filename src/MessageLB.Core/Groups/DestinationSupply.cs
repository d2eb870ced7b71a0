namespace MessageLB.Core.Groups;

/// <summary>
/// Makes a group's destinations, some ahead and without a name, so that they lie side by side in memory. Made one by one as workers are first
/// heard of, each would lie on a page of its own among what else is kept of it, and with thousands of them every pick and every return would
/// wait for an address to be translated. One thread.
/// </summary>
/// <param name="group">Name of the group.</param>
/// <param name="queueOf">Names the queue of a destination.</param>
internal sealed class DestinationSupply(string group, Func<string, string> queueOf)
{
    private const int Fewest = 8;
    private const int Most = 512;

    private readonly ChangeWatchers _watchers = new();
    private DestinationState?[] _ahead = [];
    private int _first;

    /// <summary>A new destination without credit.</summary>
    /// <param name="name">Name, unique in the group.</param>
    /// <param name="slot">Slot that no other destination of the group has now. Slots are first used in ascending order.</param>
    public DestinationState Make(string name, int slot)
    {
        if (slot >= _first + _ahead.Length) MakeAhead();
        // Of a slot that is used again nothing is left: who left may still be in somebody's hands.
        var place = slot - _first;
        var made = (place >= 0 ? _ahead[place] : null) ?? new DestinationState(slot, _watchers);
        if (place >= 0) _ahead[place] = null;
        made.Become(group, name, queueOf(name));
        return made;
    }

    private void MakeAhead()
    {
        _first += _ahead.Length;
        var count = Math.Min(Math.Clamp(_ahead.Length * 2, Fewest, Most), GroupUpdater.MaxDestinations - _first);
        _ahead = new DestinationState?[count];
        for (var i = 0; i < count; i++) _ahead[i] = new DestinationState(_first + i, _watchers);
    }
}
