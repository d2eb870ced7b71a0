using MessageLB.Dispatcher.Pipeline;

namespace MessageLB.Dispatcher.Ordering;

/// <summary>Messages of one slot that wait, in order. One thread.</summary>
internal sealed class SlotQueue
{
    private readonly Queue<HeldMessage> _messages = [];

    // At most one of a slot is being handed over, so at most one comes back.
    private HeldMessage? _first;

    public bool IsEmpty => _first is null && _messages.Count == 0;

    public HeldMessage First => _first ?? _messages.Peek();

    public void Add(HeldMessage message) => _messages.Enqueue(message);

    public void PutFirst(HeldMessage message) => _first = message;

    public HeldMessage Take()
    {
        if (_first is not { } first) return _messages.Dequeue();
        _first = null;
        return first;
    }
}
