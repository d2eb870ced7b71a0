namespace MessageLB.Core.Groups;

/// <summary>
/// Who is told of changes of a group's destinations: one list for all of them, which every change looks at and which so is in the cache,
/// however many destinations there are. Thread-safe.
/// </summary>
internal sealed class ChangeWatchers
{
    private readonly Lock _changing = new();
    private ChangeMarks[] _all = [];

    /// <summary>Has a mark set in <paramref name="marks"/> at every change from now on.</summary>
    public void Add(ChangeMarks marks)
    {
        lock (_changing) Volatile.Write(ref _all, [.. _all, marks]);
    }

    /// <summary>Ends it; a change that is under way may still set a mark.</summary>
    public void Remove(ChangeMarks marks)
    {
        lock (_changing) Volatile.Write(ref _all, [.. _all.Where(watcher => watcher != marks)]);
    }

    /// <summary>Marks a slot for everybody but <paramref name="except"/>, which made the change and knows of it.</summary>
    public void Mark(int slot, ChangeMarks? except)
    {
        foreach (var watcher in Volatile.Read(ref _all))
        {
            if (watcher != except) watcher.Mark(slot);
        }
    }
}
