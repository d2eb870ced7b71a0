namespace MessageLB.Frames;

/// <summary>
/// The unsettled messages of a receiver, some of which came in frames. Every message has a tag of its own, without gaps from 1, in
/// the order in which they came; a frame ends when all of its messages have. Thread-safe; one thread begins and waits.
/// </summary>
/// <param name="most">Largest distance between the oldest message that has not ended and one that is handed over, plus one.</param>
internal sealed class FrameBook(int most = int.MaxValue)
{
    private readonly Lock _lock = new();
    private Slot[] _slots = new Slot[64];
    private ulong _oldest = 1;
    private ulong _next = 1;
    private TaskCompletionSource? _room;
    private bool _closed;

    /// <summary>Enters a message that came alone; returns its tag.</summary>
    public ulong Begin(ulong outer)
    {
        lock (_lock) return AddNeedsLock(new Slot { Outer = outer, IsOpen = true });
    }

    /// <summary>Enters the messages of a frame; returns the tag of the first.</summary>
    public ulong Begin(ulong outer, int count)
    {
        var frame = new Frame { Open = count };
        lock (_lock)
        {
            var first = AddNeedsLock(new Slot { Outer = outer, Frame = frame, IsOpen = true });
            for (var i = 1; i < count; i++) AddNeedsLock(new Slot { Outer = outer, Frame = frame, IsOpen = true });
            return first;
        }
    }

    /// <summary>Completes when a message that was entered may be handed over: the prefetch lets too many come, for it counts frames.</summary>
    public Task RoomForAsync(ulong tag)
    {
        lock (_lock)
        {
            if (_closed || tag - _oldest < (ulong)most) return Task.CompletedTask;
            _room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return WaitAsync(_room.Task, tag);
        }
    }

    /// <summary>The transport takes everything back: whoever waits for room is let through, now and from now on.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            _room?.TrySetResult();
        }
    }

    /// <summary>Ends one message; returns what to tell the transport.</summary>
    public FrameStep End(ulong tag, FrameEnding ending)
    {
        lock (_lock) return IsOpenNeedsLock(tag) ? EndNeedsLock(tag, ending) : default;
    }

    /// <summary>Acknowledges every message up to and including <paramref name="tag"/>; adds what to tell the transport, in order.</summary>
    public void AckUpTo(ulong tag, ICollection<FrameStep> steps)
    {
        lock (_lock)
        {
            for (var each = _oldest; each <= tag && each < _next; each++)
            {
                if (IsOpenNeedsLock(each) && EndNeedsLock(each, FrameEnding.Ack) is { Ending: not FrameEnding.None } step) steps.Add(step);
            }
        }
    }

    private async Task WaitAsync(Task room, ulong tag)
    {
        await room;
        await RoomForAsync(tag);
    }

    private ulong AddNeedsLock(in Slot slot)
    {
        if (_next - _oldest == (ulong)_slots.Length) GrowNeedsLock();
        SlotNeedsLock(_next) = slot;
        return _next++;
    }

    private bool IsOpenNeedsLock(ulong tag) => tag >= _oldest && tag < _next && SlotNeedsLock(tag).IsOpen;

    private FrameStep EndNeedsLock(ulong tag, FrameEnding ending)
    {
        ref var slot = ref SlotNeedsLock(tag);
        var (outer, frame) = (slot.Outer, slot.Frame);
        slot = default;
        while (_oldest < _next && !SlotNeedsLock(_oldest).IsOpen) _oldest++;
        _room?.TrySetResult();
        _room = null;
        if (frame is null) return new FrameStep(outer, ending);
        if (ending > frame.Ending) frame.Ending = ending;
        return --frame.Open == 0 ? new FrameStep(outer, frame.Ending) : default;
    }

    private ref Slot SlotNeedsLock(ulong tag) => ref _slots[tag & (ulong)(_slots.Length - 1)];

    private void GrowNeedsLock()
    {
        var larger = new Slot[_slots.Length * 2];
        for (var tag = _oldest; tag < _next; tag++) larger[tag & (ulong)(larger.Length - 1)] = SlotNeedsLock(tag);
        _slots = larger;
    }

    private struct Slot
    {
        public ulong Outer;
        public Frame? Frame;
        public bool IsOpen;
    }

    private sealed class Frame
    {
        public int Open;
        public FrameEnding Ending;
    }
}
