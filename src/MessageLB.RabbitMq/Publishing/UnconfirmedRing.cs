using System.Diagnostics;
using System.Numerics;

namespace MessageLB.RabbitMq;

/// <summary>
/// The publishes of one channel that have no outcome yet, by the sequence number that the broker confirms them with: 1, 2, 3 …
/// in the order of <see cref="TryAdd"/>. Adding and taking one are O(1) and allocate nothing; one thread adds, any thread takes,
/// and whoever takes an entry is the only one to get it. Who took some reports their outcomes and then makes their room free.
/// </summary>
/// <param name="limit">Most publishes whose outcome is not yet reported.</param>
internal sealed class UnconfirmedRing(int limit)
{
    /// <summary>
    /// Furthest distance between the oldest entry and the next. Confirms come out of order when queues differ in speed, so the
    /// distance may exceed the number of entries; the ring grows up to here before a straggler stops the publisher.
    /// </summary>
    private const ulong LargestSpan = 1 << 16;

    private readonly Lock _lock = new();
    private Slot[] _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)Math.Max(limit, 16))];
    private ulong _oldest = 1;
    private ulong _next = 1;
    private int _count;
    private bool _closed;
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _empty;

    private enum SlotState : byte
    {
        Free,
        Waiting,
        Returned,
    }

    /// <summary>How many are without an outcome, and the sequence number of the oldest that nobody has taken.</summary>
    public (int Unconfirmed, ulong Oldest) Progress
    {
        get
        {
            lock (_lock) return (_count, _oldest);
        }
    }

    /// <summary>Adds the next publish.</summary>
    public RingAdd TryAdd(in UnconfirmedPublish publish)
    {
        lock (_lock)
        {
            if (_closed) return RingAdd.Closed;
            if (IsFullNeedsLock()) return RingAdd.Full;
            if (_next - _oldest == (ulong)_slots.Length) GrowNeedsLock();
            SlotNeedsLock(_next) = new Slot { Publish = publish, State = SlotState.Waiting };
            _next++;
            _count++;
            return RingAdd.Added;
        }
    }

    /// <summary>Completes when there may be room, or the ring is closed. For the one thread that adds.</summary>
    public Task WaitForRoomAsync()
    {
        lock (_lock)
        {
            if (_closed || !IsFullNeedsLock()) return Task.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>Completes when the outcome of everything in it is reported, or the ring is closed. For the one thread that adds.</summary>
    public Task WaitUntilEmptyAsync()
    {
        lock (_lock)
        {
            if (_closed || _count == 0) return Task.CompletedTask;
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task;
        }
    }

    /// <summary>
    /// Takes back the publish that was added last, because it was not sent. False if it has been taken already, so that its
    /// outcome has been reported.
    /// </summary>
    public bool TryTakeBackLast()
    {
        lock (_lock)
        {
            if (_next == 1 || SlotNeedsLock(_next - 1).State == SlotState.Free) return false;
            SlotNeedsLock(_next - 1) = default;
            _next--;
            _count--;
            if (_oldest > _next) _oldest = _next;
            return true;
        }
    }

    /// <summary>Takes one publish by its sequence number; false if it is not there.</summary>
    public bool TryTake(ulong sequence, out ulong correlation, out bool returned)
    {
        lock (_lock)
        {
            if (sequence < _oldest || sequence >= _next || SlotNeedsLock(sequence).State == SlotState.Free)
            {
                (correlation, returned) = (0, false);
                return false;
            }

            TakeNeedsLock(sequence, out correlation, out returned);
            return true;
        }
    }

    /// <summary>Takes the oldest publish if its sequence number is at most <paramref name="last"/>; false if there is none.</summary>
    public bool TryTakeOldest(ulong last, out ulong correlation, out bool returned)
    {
        lock (_lock)
        {
            if (_oldest == _next || _oldest > last)
            {
                (correlation, returned) = (0, false);
                return false;
            }

            TakeNeedsLock(_oldest, out correlation, out returned);
            return true;
        }
    }

    /// <summary>Makes the room of taken publishes free, once their outcomes are reported.</summary>
    public void Free(int taken)
    {
        TaskCompletionSource? room = null, empty = null;
        lock (_lock)
        {
            _count -= taken;
            Debug.Assert(_count >= 0, "room made free twice");
            if (!IsFullNeedsLock()) (room, _room) = (_room, null);
            if (_count == 0) (empty, _empty) = (_empty, null);
        }

        room?.TrySetResult();
        empty?.TrySetResult();
    }

    /// <summary>
    /// Marks the publishes that a return may be about. A return does not carry the sequence number, so all that match are
    /// marked, and all there are if none matches: one too many is sent again, one too few would be lost.
    /// </summary>
    /// <returns>How many matched.</returns>
    public int MarkReturned(string exchange, string routingKey, string? messageId)
    {
        lock (_lock)
        {
            var matches = 0;
            for (var sequence = _oldest; sequence != _next; sequence++)
            {
                ref var slot = ref SlotNeedsLock(sequence);
                if (slot.State == SlotState.Free || !Matches(slot.Publish, exchange, routingKey, messageId)) continue;
                slot.State = SlotState.Returned;
                matches++;
            }

            for (var sequence = _oldest; matches == 0 && sequence != _next; sequence++)
            {
                ref var slot = ref SlotNeedsLock(sequence);
                if (slot.State == SlotState.Waiting) slot.State = SlotState.Returned;
            }

            return matches;
        }
    }

    /// <summary>Refuses further publishes; what is in it can still be taken.</summary>
    public void Close()
    {
        TaskCompletionSource? room, empty;
        lock (_lock)
        {
            _closed = true;
            (room, _room) = (_room, null);
            (empty, _empty) = (_empty, null);
        }

        room?.TrySetResult();
        empty?.TrySetResult();
    }

    private static bool Matches(in UnconfirmedPublish publish, string exchange, string routingKey, string? messageId) =>
        publish.MessageId == messageId && publish.RoutingKey == routingKey && publish.Exchange == exchange;

    private bool IsFullNeedsLock() => _count >= limit || _next - _oldest >= LargestSpan;

    private ref Slot SlotNeedsLock(ulong sequence) => ref _slots[sequence & (ulong)(_slots.Length - 1)];

    private void TakeNeedsLock(ulong sequence, out ulong correlation, out bool returned)
    {
        ref var slot = ref SlotNeedsLock(sequence);
        Debug.Assert(slot.State != SlotState.Free, "callers look first");
        (correlation, returned) = (slot.Publish.Correlation, slot.State == SlotState.Returned);
        slot = default;
        while (_oldest != _next && SlotNeedsLock(_oldest).State == SlotState.Free) _oldest++;
    }

    private void GrowNeedsLock()
    {
        var larger = new Slot[_slots.Length * 2];
        for (var sequence = _oldest; sequence != _next; sequence++) larger[sequence & (ulong)(larger.Length - 1)] = SlotNeedsLock(sequence);
        _slots = larger;
    }

    private struct Slot
    {
        public UnconfirmedPublish Publish;
        public SlotState State;
    }
}
