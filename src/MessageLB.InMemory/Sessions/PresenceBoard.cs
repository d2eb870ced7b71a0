using MessageLB.Transport;

namespace MessageLB.InMemory.Sessions;

/// <summary>The presence tokens of a broker. Thread-safe.</summary>
internal sealed class PresenceBoard
{
    private readonly Lock _lock = new();
    private readonly Dictionary<WorkerInstance, PresenceToken> _tokens = [];

    /// <exception cref="MessageLBException">The token is held.</exception>
    public PresenceToken Hold(WorkerInstance instance, InMemorySession session)
    {
        var token = new PresenceToken(session);
        lock (_lock)
        {
            if (_tokens.TryGetValue(instance, out var held))
                throw new MessageLBException($"The presence token of {instance} is held by '{held.Holder.ClientName}'; every start of a worker needs an instance name of its own.");
            _tokens.Add(instance, token);
        }

        return token;
    }

    public PresenceWatch? Watch(WorkerInstance instance, InMemorySession session, Action<PresenceEnd> ended)
    {
        var watch = new PresenceWatch(session, ended);
        lock (_lock)
        {
            if (!_tokens.TryGetValue(instance, out var token)) return null;
            token.Watches.RemoveAll(w => w.IsOver);
            token.Watches.Add(watch);
        }

        return watch;
    }

    /// <summary>Ends a token unless it has ended before, and tells its watchers how.</summary>
    public void Release(WorkerInstance instance, PresenceToken token, PresenceEnd end)
    {
        lock (_lock)
        {
            // A later holder of the same name has a token of its own, which an earlier one's end must not take along.
            if (!_tokens.TryGetValue(instance, out var current) || current != token) return;
            _tokens.Remove(instance);
        }

        foreach (var watch in token.Watches) watch.Tell(end);
    }

    /// <summary>Everything that a session held is lost.</summary>
    public void ReleaseAll(InMemorySession session)
    {
        List<(WorkerInstance Instance, PresenceToken Token)> lost;
        lock (_lock) lost = [.. _tokens.Where(t => t.Value.Holder == session).Select(t => (t.Key, t.Value))];
        foreach (var (instance, token) in lost) Release(instance, token, PresenceEnd.Lost);
    }
}
