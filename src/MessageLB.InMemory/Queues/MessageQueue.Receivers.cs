using MessageLB.InMemory.Sessions;

namespace MessageLB.InMemory.Queues;

internal sealed partial class MessageQueue
{
    // Highest priority first.
    private readonly List<InMemoryReceiver> _receivers = [];
    private int _turn;

    // The one that gets messages where only one may.
    private InMemoryReceiver? _active;

    /// <summary>Starts to hand messages to a receiver; false if the queue was deleted.</summary>
    public bool TryAdd(InMemoryReceiver receiver)
    {
        var after = default(AfterLock);
        lock (_lock)
        {
            if (_deleted) return false;
            var position = _receivers.FindIndex(r => r.Priority < receiver.Priority);
            _receivers.Insert(position < 0 ? _receivers.Count : position, receiver);
            _active ??= receiver;
            StopIdleTimeNeedsLock();
            FillNeedsLock(ref after);
        }

        after.CarryOut(this);
        return true;
    }

    /// <summary>Hands no more messages to a receiver; what it has, it keeps until <see cref="TakeBack"/>.</summary>
    public void Remove(InMemoryReceiver receiver)
    {
        lock (_lock) RemoveNeedsLock(receiver);
    }

    /// <summary>Removes a receiver for good and puts back at the head, in order, what it has not settled.</summary>
    public void TakeBack(InMemoryReceiver receiver)
    {
        var after = default(AfterLock);
        lock (_lock)
        {
            RemoveNeedsLock(receiver);
            var unsettled = receiver.Fetched.CloseAndTakeNewestFirst(out var wasIdle);
            foreach (var message in unsettled)
            {
                if (_deleted) message.Release();
                else PutBackNeedsLock(message, ref after);
            }

            if (wasIdle) after.Wake(receiver);
            FillNeedsLock(ref after);
        }

        after.CarryOut(this);
    }

    /// <summary>The deliveries that a receiver shall hand over now, each held; null if it shall wait for its signal; empty if it is closed.</summary>
    public List<Fetched>? TakeFetched(InMemoryReceiver receiver, List<Fetched> empty)
    {
        lock (_lock) return receiver.Fetched.Take(empty);
    }

    /// <summary>Settles one delivery, or all up to it; false if the receiver is closed, and then nothing happens.</summary>
    /// <exception cref="InvalidOperationException">There is no unsettled delivery with this tag.</exception>
    public bool Settle(InMemoryReceiver receiver, ulong tag, bool multiple, Settlement settlement)
    {
        var after = default(AfterLock);
        lock (_lock)
        {
            if (receiver.Fetched.IsClosed) return false;
            var message = receiver.Fetched.Settle(tag, multiple)
                ?? throw new InvalidOperationException($"Delivery {tag} of queue '{Spec.Name}' is settled already or was never made.");
            if (settlement == Settlement.Ack) message.Release();
            else if (settlement == Settlement.Reject) after.Bury(message, "rejected");
            else PutBackNeedsLock(message, ref after);
            FillNeedsLock(ref after);
        }

        after.CarryOut(this);
        return true;
    }

    private void PutBackNeedsLock(StoredMessage message, ref AfterLock after)
    {
        message.Redelivered = true;
        if (++message.Returns > Spec.DeliveryLimit) after.Bury(message, "delivery_limit");
        else _ready.AddFirst(message);
    }

    private void RemoveNeedsLock(InMemoryReceiver receiver)
    {
        if (_receivers.Remove(receiver)) RestartIdleTimeNeedsLock();
        if (_active == receiver) _active = _receivers.Count > 0 ? _receivers[0] : null;
    }

    /// <summary>The receiver whose turn it is: of the highest priority that has credit, and among equals one after the other.</summary>
    private InMemoryReceiver? NextReceiverNeedsLock()
    {
        if (Spec.SingleActive) return _active is { Fetched.HasCredit: true } ? _active : null;
        if (_receivers.Count == 1) return _receivers[0].Fetched.HasCredit ? _receivers[0] : null;
        InMemoryReceiver? best = null;
        var bestPosition = 0;
        for (var i = 0; i < _receivers.Count; i++)
        {
            var position = (_turn + i) % _receivers.Count;
            var receiver = _receivers[position];
            if (!receiver.Fetched.HasCredit || (best is not null && best.Priority >= receiver.Priority)) continue;
            best = receiver;
            bestPosition = position;
        }

        if (best is not null) _turn = bestPosition + 1;
        return best;
    }
}
