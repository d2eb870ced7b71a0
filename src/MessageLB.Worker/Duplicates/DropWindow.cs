using System.Runtime.InteropServices;
using MessageLB.Worker.Receiving;

namespace MessageLB.Worker.Duplicates;

/// <summary>
/// Remembers which attempts at which messages a handler has now, and which were done lately, so that a delivery that comes again is not
/// worked on again. Only <em>done</em> is remembered: a message that failed here may come back on purpose, replayed from the dead
/// letters with its first attempt. Constant time; no memory per message beyond its entry, and a bounded number of those. Thread-safe.
/// </summary>
/// <param name="most">Most attempts remembered as done; 0 switches the window off.</param>
/// <param name="memory">Age at which one is forgotten.</param>
/// <param name="time">Clock.</param>
internal sealed class DropWindow(int most, TimeSpan memory, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<AttemptKey, WorkItem?> _known = []; // null stands for done
    private readonly Queue<(AttemptKey Key, long DoneAt)> _done = new();

    /// <summary>Attempts remembered, those at work included.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _known.Count;
        }
    }

    /// <summary>An item is about to be started. If it is new, <see cref="End"/> must follow.</summary>
    public DropVerdict Begin(WorkItem item)
    {
        if (most == 0 || string.IsNullOrEmpty(item.Id)) return DropVerdict.New;
        lock (_lock)
        {
            ForgetNeedsLock();
            ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(_known, KeyOf(item), out var isKnown);
            if (!isKnown)
            {
                first = item;
                return DropVerdict.New;
            }

            if (first is null) return DropVerdict.Done;
            item.Twin = first.Twin;
            first.Twin = item;
            return DropVerdict.Waits;
        }
    }

    /// <summary>An item has this result. Returns those that waited for it, linked by <see cref="WorkItem.Twin"/>, the latest first.</summary>
    public WorkItem? End(WorkItem item, HandlerResultKind result)
    {
        if (most == 0 || string.IsNullOrEmpty(item.Id)) return null;
        lock (_lock)
        {
            var twins = item.Twin;
            item.Twin = null;
            if (result == HandlerResultKind.Done)
            {
                _known[KeyOf(item)] = null;
                _done.Enqueue((KeyOf(item), time.GetTimestamp()));
                ForgetNeedsLock();
            }
            else
            {
                _known.Remove(KeyOf(item));
            }

            return twins;
        }
    }

    private static AttemptKey KeyOf(WorkItem item) => new(item.Id!, item.Message.Attempt);

    private void ForgetNeedsLock()
    {
        while (_done.TryPeek(out var oldest) && (_done.Count > most || time.GetElapsedTime(oldest.DoneAt) > memory)) _known.Remove(_done.Dequeue().Key);
    }
}
