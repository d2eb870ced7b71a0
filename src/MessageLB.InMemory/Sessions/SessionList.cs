namespace MessageLB.InMemory.Sessions;

/// <summary>The open sessions of a broker. Thread-safe.</summary>
internal sealed class SessionList
{
    private readonly Lock _lock = new();
    private readonly HashSet<InMemorySession> _sessions = [];

    public void Add(InMemorySession session)
    {
        lock (_lock) _sessions.Add(session);
    }

    public void Remove(InMemorySession session)
    {
        lock (_lock) _sessions.Remove(session);
    }

    public IReadOnlyList<InMemorySession> All()
    {
        lock (_lock) return [.. _sessions];
    }

    /// <summary>Ends the sessions that are meant and returns how many.</summary>
    public int End(Func<InMemorySession, bool> isMeant, string reason)
    {
        // All are marked before any is torn down: sessions that die together hear nothing of each other's death.
        var ending = All().Where(session => isMeant(session) && session.TryMarkEnded(reason)).ToList();
        foreach (var session in ending) session.TearDown();
        return ending.Count;
    }
}
