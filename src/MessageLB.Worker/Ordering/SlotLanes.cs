using MessageLB.Worker.Receiving;

namespace MessageLB.Worker.Ordering;

/// <summary>
/// Lets the messages of one slot (<see cref="HeaderNames.Slot"/>) go one by one, in the order in which they came, while others use the other
/// handlers. Holds no more than what was received and not settled. Thread-safe.
/// </summary>
internal sealed class SlotLanes
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, WorkItem> _last = new(StringComparer.Ordinal);

    /// <summary>An item comes; true if it may go at once, false if it waits for those before it.</summary>
    public bool Enter(WorkItem item)
    {
        if (item.OrderSlot is not { } slot) return true;
        lock (_lock)
        {
            var isFirst = !_last.TryGetValue(slot, out var last);
            if (!isFirst) last!.Follower = item;
            _last[slot] = item;
            return isFirst;
        }
    }

    /// <summary>An item that was let go is done with, whatever way; returns the one that may go now, if any.</summary>
    public WorkItem? Leave(WorkItem item)
    {
        if (item.OrderSlot is not { } slot) return null;
        lock (_lock)
        {
            if (item.Follower is { } next) return next;
            _last.Remove(slot);
            return null;
        }
    }
}
