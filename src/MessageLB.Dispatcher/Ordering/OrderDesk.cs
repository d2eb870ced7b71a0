using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Pipeline;

namespace MessageLB.Dispatcher.Ordering;

/// <summary>
/// Lets messages with a key wait for the turn of their slot, those of one slot in the order in which they came. Looks go round the slots, so that
/// none waits for the others for ever. Does not allocate once each slot has had messages that waited.
/// </summary>
/// <param name="order">The group's order.</param>
/// <param name="state">The group's destinations.</param>
/// <param name="decisions">Chooses for messages without a key, and takes credit.</param>
/// <param name="slots">Number of slots.</param>
/// <param name="rescuedFrom">Lost destination that the messages were taken back from, so that they go first; null for those from ingress.</param>
internal sealed class OrderDesk(GroupOrder order, GroupState state, DecisionRecorder decisions, int slots, string? rescuedFrom) : IWaitingDesk
{
    private readonly SlotQueue?[] _queues = new SlotQueue?[slots];
    private readonly List<int> _waiting = [];
    private int _cursor;

    /// <inheritdoc />
    public TimeSpan? DueIn => null;

    /// <inheritdoc />
    public DestinationState? Choose(HeldMessage message, TimeSpan now, out bool wait)
    {
        wait = message.OrderSlot is not null;
        if (message.OrderSlot is not { } slot) return decisions.Pick(message.RoutingKey, message.Delivery.Properties, message.HeldSince);
        // Behind those that wait already.
        if (_queues[slot] is { IsEmpty: false } || Turn(slot, message) is not { } destination) return null;
        wait = false;
        return destination;
    }

    /// <inheritdoc />
    public void Wait(HeldMessage message, TimeSpan now)
    {
        Join(message.OrderSlot!.Value).Add(message);
        order.CountWaiting(1);
    }

    /// <summary>Lets a message that was handed over in vain wait again, before the others of its slot, and gives up its turn.</summary>
    public void WaitAgain(HeldMessage message)
    {
        var slot = message.OrderSlot!.Value;
        Join(slot).PutFirst(message);
        order.CountWaiting(1);
        order.Book.NotTaken(slot);
    }

    /// <inheritdoc />
    public bool TryTake(TimeSpan now, out HeldMessage message, out DestinationState destination)
    {
        for (var looks = _waiting.Count; looks > 0; looks--)
        {
            if (_cursor >= _waiting.Count) _cursor = 0;
            var slot = _waiting[_cursor];
            if (Turn(slot, _queues[slot]!.First) is { } found)
            {
                destination = found;
                message = Remove(_cursor);
                return true;
            }

            _cursor++;
        }

        (message, destination) = (null!, null!);
        return false;
    }

    /// <inheritdoc />
    public bool TryRemoveAny(out HeldMessage message)
    {
        message = _waiting.Count > 0 ? Remove(_waiting.Count - 1) : null!;
        return message is not null;
    }

    private DestinationState? Turn(int slot, HeldMessage message)
    {
        var snapshot = state.Snapshot;
        if (order.Book.Next(slot, snapshot, rescuedFrom) is not { } next) return null;
        if (decisions.Picker.TryTake(order.Book.Effective(snapshot), next, message.Delivery.Properties)) return next;
        order.Book.NotTaken(slot);
        return null;
    }

    private SlotQueue Join(int slot)
    {
        var queue = _queues[slot] ??= new SlotQueue();
        if (queue.IsEmpty) _waiting.Add(slot);
        return queue;
    }

    private HeldMessage Remove(int place)
    {
        var queue = _queues[_waiting[place]]!;
        var message = queue.Take();
        order.CountWaiting(-1);
        if (!queue.IsEmpty)
        {
            _cursor++;
            return message;
        }

        _waiting[place] = _waiting[^1];
        _waiting.RemoveAt(_waiting.Count - 1);
        return message;
    }
}
