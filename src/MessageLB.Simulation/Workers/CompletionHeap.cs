using MessageLB.Simulation.Workloads;

namespace MessageLB.Simulation.Workers;

/// <summary>
/// Completions in the order of time, and of planning where times are equal. A heap with four children per node: half as deep as a binary
/// one, and the children share a cache line or two. All other events of a run come in order by themselves and need no heap.
/// </summary>
internal sealed class CompletionHeap
{
    private const int Children = 4;

    private Completion[] _entries = new Completion[64];
    private int _count;
    private long _sequence;
    private int _plans;

    /// <summary>Time of the first; <see cref="VirtualTime.Never"/> if there is none.</summary>
    public long NextDue => _count == 0 ? VirtualTime.Never : _entries[0].Due;

    /// <summary>Number of completions.</summary>
    public int Count => _count;

    /// <summary>A plan that no worker has had. A killed worker's messages are planned by others, while its own plans are still in here.</summary>
    public int NewPlan() => _plans++;

    public void Add(long due, int message, int plan)
    {
        if (_count == _entries.Length) Array.Resize(ref _entries, _count * 2);
        var entries = _entries;
        var at = _count++;
        // A new one has the highest sequence number, so it stays behind those at the same time.
        while (at > 0)
        {
            var parent = (at - 1) / Children;
            if (entries[parent].Due <= due) break;
            entries[at] = entries[parent];
            at = parent;
        }

        entries[at] = new Completion(due, _sequence++, message, plan);
    }

    /// <summary>Takes out the first; there must be one.</summary>
    public Completion Take()
    {
        var entries = _entries;
        var first = entries[0];
        var last = entries[--_count];
        var at = 0;
        while (true)
        {
            var child = (at * Children) + 1;
            if (child >= _count) break;
            var least = Least(entries, child, Math.Min(child + Children, _count));
            if (IsBefore(last, entries[least])) break;
            entries[at] = entries[least];
            at = least;
        }

        entries[at] = last;
        return first;
    }

    private static int Least(Completion[] entries, int from, int end)
    {
        var least = from;
        for (var i = from + 1; i < end; i++)
        {
            if (IsBefore(entries[i], entries[least])) least = i;
        }

        return least;
    }

    private static bool IsBefore(in Completion one, in Completion other) =>
        one.Due < other.Due || (one.Due == other.Due && one.Sequence < other.Sequence);
}
