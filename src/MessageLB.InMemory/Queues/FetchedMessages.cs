namespace MessageLB.InMemory.Queues;

/// <summary>
/// What a receiver was given: deliveries that wait to be handed over, and all that are not settled. Guarded by the lock of the
/// receiver's queue.
/// </summary>
internal sealed class FetchedMessages(int prefetch, PumpSignal signal)
{
    private readonly Dictionary<ulong, StoredMessage> _unsettled = [];
    private List<Fetched> _waiting = [];
    private ulong _lastTag;
    private ulong _lowestUnsettled = 1;
    private bool _idle;

    public bool IsClosed { get; private set; }

    public bool HasCredit => _unsettled.Count < prefetch;

    /// <summary>Assigns a message; true if the receiver was idle and must be woken.</summary>
    public bool Add(StoredMessage message)
    {
        var tag = ++_lastTag;
        _unsettled.Add(tag, message);
        _waiting.Add(new Fetched(tag, message, message.Redelivered));
        return TakeIdleMark();
    }

    /// <summary>Exchanges what waits for an empty list; null if nothing does, and then the loop awaits its signal; empty when closed.</summary>
    public List<Fetched>? Take(List<Fetched> empty)
    {
        if (IsClosed) return empty;
        if (_waiting.Count == 0)
        {
            _idle = true;
            signal.Arm();
            return null;
        }

        // Held now, while the queue surely holds them too: afterwards they may go back and be settled by another receiver
        // before this one gets to them.
        foreach (var fetched in _waiting) fetched.Message.Hold();
        var taken = _waiting;
        _waiting = empty;
        return taken;
    }

    /// <summary>Removes a delivery and returns its message; with <paramref name="multiple"/> releases those before it. Null if there is none.</summary>
    public StoredMessage? Settle(ulong tag, bool multiple)
    {
        if (!_unsettled.Remove(tag, out var message)) return null;
        if (!multiple) return message;
        for (; _lowestUnsettled < tag; _lowestUnsettled++)
        {
            if (_unsettled.Remove(_lowestUnsettled, out var earlier)) earlier.Release();
        }

        return message;
    }

    /// <summary>Closes; whoever settles afterwards is too late. Returns what was not settled, the newest first.</summary>
    public List<StoredMessage> CloseAndTakeNewestFirst(out bool wasIdle)
    {
        wasIdle = TakeIdleMark();
        IsClosed = true;
        List<StoredMessage> messages = [.. _unsettled.OrderByDescending(u => u.Key).Select(u => u.Value)];
        _unsettled.Clear();
        _waiting.Clear();
        return messages;
    }

    private bool TakeIdleMark()
    {
        var was = _idle;
        _idle = false;
        return was;
    }
}
