using MessageLB.Core.Configuration;
using MessageLB.Core.Duplicates;
using MessageLB.Core.Settlement;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Duplicates;

/// <summary>
/// Tells copies among the deliveries of one receiver from the messages themselves, by the group's window, which outlives the receiver.
/// </summary>
/// <param name="window">The group's window.</param>
/// <param name="config">What counts as a copy.</param>
/// <param name="slots">Most unsettled deliveries.</param>
/// <param name="time">Clock.</param>
internal sealed class IngressDuplicates(DuplicateWindow window, DuplicatesConfig config, int slots, TimeProvider time)
{
    private readonly PublishedId[] _ids = new PublishedId[slots];

    /// <summary>Whether the delivery is a copy. Receiver's thread only.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="slot">Its place among those that are unsettled.</param>
    public bool IsCopy(in Delivery delivery, int slot)
    {
        var id = PublishedId.Of(delivery, config.Id);
        var isCopy = id.IsKnown && !window.TryBegin(id, Now());
        _ids[slot] = isCopy ? default : id;
        return isCopy;
    }

    /// <summary>The delivery was decided. Any thread, once for each delivery, before it is settled.</summary>
    public void Decided(int slot, Settlement settlement)
    {
        var id = _ids[slot];
        if (!id.IsKnown) return;
        if (settlement is Settlement.Ack or Settlement.Reject) window.Taken(id, Now());
        else window.Forget(id);
    }

    /// <summary>No more deliveries come: those that are undecided come again, as themselves. What is decided later still counts.</summary>
    public void End()
    {
        foreach (var id in _ids.Where(id => id.IsKnown)) window.Forget(id);
    }

    // Since the clock's own beginning, because the window outlives the receiver.
    private TimeSpan Now() => time.GetElapsedTime(0);
}
