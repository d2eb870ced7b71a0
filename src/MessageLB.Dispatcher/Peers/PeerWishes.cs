using MessageLB.Core.Groups;
using MessageLB.Core.Peers;
using MessageLB.Dispatcher.Registry;

namespace MessageLB.Dispatcher.Peers;

/// <summary>
/// What people want of destinations, whichever dispatcher they told: each word is carried out here once, as soon as the destination is
/// known, and told to the others. Outlives sessions, not the process: a restarted dispatcher hears them again from the others. Thread-safe.
/// </summary>
internal sealed class PeerWishes(string self, Func<string, GroupRuntime?> find, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly WantedBook _book = new(self);
    private readonly HashSet<(string Group, string Destination)> _open = [];

    /// <summary>Called when there is something to tell the others. Must return at once.</summary>
    public Action? TellingWanted { get; set; }

    /// <summary>Every word that counts.</summary>
    public List<WantedState> All()
    {
        lock (_gate) return [.. _book.Words];
    }

    /// <summary>Carries out what people told this dispatcher; false if the group has no such destination.</summary>
    /// <exception cref="ArgumentException">There is no such group.</exception>
    public bool Say(string group, string destination, AdministrativeState state, string by)
    {
        var found = find(group) ?? throw new ArgumentException($"There is no group '{group}'.", nameof(group));
        // Under the lock, or of two who ask at the same moment one could have the last word here and the other one elsewhere.
        lock (_gate)
        {
            if (!found.Administer(destination, state, Reason(state, by))) return false;
            _book.Say(group, destination, NameOf(state), by, time.GetUtcNow());
            _open.Remove((group, destination));
        }

        TellingWanted?.Invoke();
        return true;
    }

    /// <summary>Takes in a word that another dispatcher tells.</summary>
    public void Hear(WantedState word)
    {
        lock (_gate)
        {
            if (find(word.Group) is null || !_book.Hear(word)) return;
            if (!CarryOut(word)) _open.Add((word.Group, word.Destination));
            else _open.Remove((word.Group, word.Destination));
        }
    }

    /// <summary>Carries out what waits for a destination to be heard of.</summary>
    public void Tick()
    {
        lock (_gate)
        {
            if (_open.Count > 0) _open.RemoveWhere(key => _book.Find(key.Group, key.Destination) is not { } word || CarryOut(word));
        }
    }

    private bool CarryOut(WantedState word)
    {
        var state = StateOf(word.State);
        return find(word.Group)!.Administer(word.Destination, state, $"{Reason(state, LogText.Printable(word.By))} (told to dispatcher {word.From})");
    }

    private static string Reason(AdministrativeState state, string by) => state switch
    {
        AdministrativeState.Draining => $"drained by {by}",
        AdministrativeState.Maintenance => $"taken out of service by {by}",
        _ => $"brought back by {by}",
    };

    private static string NameOf(AdministrativeState state) => state switch
    {
        AdministrativeState.Draining => WantedState.Draining,
        AdministrativeState.Maintenance => WantedState.Maintenance,
        _ => WantedState.Active,
    };

    private static AdministrativeState StateOf(string name) => name switch
    {
        WantedState.Draining => AdministrativeState.Draining,
        WantedState.Maintenance => AdministrativeState.Maintenance,
        _ => AdministrativeState.Active,
    };
}
