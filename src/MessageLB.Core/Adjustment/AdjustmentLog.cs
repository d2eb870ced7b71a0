namespace MessageLB.Core.Adjustment;

/// <summary>The latest adjustments of a group, and those that nobody has been told of. Both are bounded; the oldest go first. One thread.</summary>
internal sealed class AdjustmentLog
{
    /// <summary>Adjustments that are remembered.</summary>
    public const int Most = 200;

    private readonly Queue<LoadAdjustment> _recent = new();
    private readonly Queue<LoadAdjustment> _fresh = new();

    /// <summary>Adjustments since the start.</summary>
    public long Count { get; private set; }

    /// <summary>Takes note of one.</summary>
    public void Add(LoadAdjustment adjustment)
    {
        Count++;
        Add(_recent, adjustment);
        Add(_fresh, adjustment);
    }

    /// <summary>The latest, the newest first.</summary>
    public IReadOnlyList<LoadAdjustment> Recent() => [.. _recent.Reverse()];

    /// <summary>Those since the last call, the oldest first.</summary>
    public IReadOnlyList<LoadAdjustment> TakeFresh()
    {
        if (_fresh.Count == 0) return [];
        LoadAdjustment[] fresh = [.. _fresh];
        _fresh.Clear();
        return fresh;
    }

    private static void Add(Queue<LoadAdjustment> queue, LoadAdjustment adjustment)
    {
        if (queue.Count == Most) queue.Dequeue();
        queue.Enqueue(adjustment);
    }
}
