namespace MessageLB.Dispatcher.Framing;

/// <summary>The drafts of one sender, used again and again; as many as there ever were at the same time. Thread-safe.</summary>
/// <param name="largest">Largest frame in bytes.</param>
internal sealed class FrameDrafts(int largest)
{
    private readonly Lock _lock = new();
    private readonly Stack<FrameDraft> _free = new();
    private volatile FrameDraft[] _all = [];

    /// <summary>The draft with an id.</summary>
    public FrameDraft this[int id] => _all[id];

    public FrameDraft Rent()
    {
        lock (_lock)
        {
            if (_free.TryPop(out var free)) return free;
            var draft = new FrameDraft(_all.Length, largest);
            _all = [.. _all, draft];
            return draft;
        }
    }

    public void Return(FrameDraft draft)
    {
        draft.Clear();
        lock (_lock) _free.Push(draft);
    }
}
