namespace MessageLB.Worker.Receiving;

/// <summary>Items received and not settled, oldest first; adding and removing cost the same however many there are. Not thread-safe.</summary>
internal sealed class InFlightList
{
    private WorkItem? _newest;

    public int Count { get; private set; }

    public WorkItem? Oldest { get; private set; }

    public void Add(WorkItem item)
    {
        item.Older = _newest;
        if (_newest is null) Oldest = item;
        else _newest.Newer = item;
        _newest = item;
        Count++;
    }

    public void Remove(WorkItem item)
    {
        if (item.Older is null) Oldest = item.Newer;
        else item.Older.Newer = item.Newer;
        if (item.Newer is null) _newest = item.Older;
        else item.Newer.Older = item.Older;
        item.Older = item.Newer = null;
        Count--;
    }
}
