namespace MessageLB.Simulation.Workers;

/// <summary>A queue, first in, first out, in an array that grows when it is full and is reused for ever. Not thread-safe.</summary>
/// <typeparam name="T">What waits.</typeparam>
internal sealed class Ring<T>
    where T : struct
{
    private T[] _items = new T[64];
    private int _head;

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>The first; there must be one.</summary>
    public ref readonly T First => ref _items[_head];

    public void Add(in T item)
    {
        if (Count == _items.Length) Grow();
        _items[(_head + Count++) & (_items.Length - 1)] = item;
    }

    /// <summary>Takes out the first; there must be one.</summary>
    public T Take()
    {
        var item = _items[_head];
        _head = (_head + 1) & (_items.Length - 1);
        Count--;
        return item;
    }

    private void Grow()
    {
        var items = new T[_items.Length * 2];
        _items.AsSpan(_head).CopyTo(items);
        _items.AsSpan(0, _head).CopyTo(items.AsSpan(_items.Length - _head));
        (_items, _head) = (items, 0);
    }
}
