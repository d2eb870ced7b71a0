using System.Diagnostics;

namespace MessageLB.InMemory.Queues;

/// <summary>Messages in order; adds and takes at both ends in constant time. Grows as needed: its owner keeps the bound.</summary>
internal sealed class MessageDeque
{
    private StoredMessage?[] _items = new StoredMessage?[16];
    private int _head;

    public int Count { get; private set; }

    public StoredMessage First
    {
        get
        {
            Debug.Assert(Count > 0, "the deque is empty");
            return _items[_head]!;
        }
    }

    public void AddLast(StoredMessage message)
    {
        if (Count == _items.Length) Grow();
        _items[(_head + Count) & (_items.Length - 1)] = message;
        Count++;
    }

    public void AddFirst(StoredMessage message)
    {
        if (Count == _items.Length) Grow();
        _head = (_head - 1) & (_items.Length - 1);
        _items[_head] = message;
        Count++;
    }

    public StoredMessage TakeFirst()
    {
        var message = First;
        _items[_head] = null;
        _head = (_head + 1) & (_items.Length - 1);
        Count--;
        return message;
    }

    private void Grow()
    {
        // A power of two, so that positions wrap with a mask.
        var larger = new StoredMessage?[_items.Length * 2];
        for (var i = 0; i < Count; i++) larger[i] = _items[(_head + i) & (_items.Length - 1)];
        _items = larger;
        _head = 0;
    }
}
