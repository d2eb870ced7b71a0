namespace MessageLB.Core.Performance;

/// <summary>
/// Counters over a sliding window: a ring of what they were at the ends of equal steps, each with the handling times of the step that follows. What lies
/// between two of them is exact; the window as a whole is its length, less the part of the step that has not ended yet. Memory is fixed, about 60 bytes
/// for a step, and at most a <see cref="TimeHistogram"/> for each. Not thread-safe.
/// </summary>
/// <param name="length">Length of the window.</param>
public sealed class PerformanceWindow(TimeSpan length)
{
    /// <summary>Steps of a window; the points of its trend.</summary>
    public const int Steps = 12;

    private readonly TimeSpan _step = length / Steps;
    private Entry[] _ring = new Entry[Steps + 1];
    private int _count;
    private int _newest = -1;

    /// <summary>Length of the window.</summary>
    public TimeSpan Length => length;

    /// <summary>Takes note of the counters if a step is over, or nothing was noted before. To be called more often than once a step.</summary>
    /// <param name="counters">The counters now.</param>
    /// <param name="now">Time; never earlier than at the call before.</param>
    /// <param name="times">Handling times told of since the call before; null for none.</param>
    /// <returns>Whether they were noted.</returns>
    public bool Note(in PerformanceCounters counters, TimeSpan now, TimeHistogram? times = null)
    {
        // They came before this moment, so they belong to the step that may end now.
        if (_count > 0 && times is not null) AddToNewest(times);
        if (_count > 0 && now - _ring[_newest].At < _step) return false;
        _newest = (_newest + 1) % _ring.Length;
        _ring[_newest] = new Entry(now, counters, _count == 0 ? times : null);
        _count = Math.Min(_count + 1, _ring.Length);
        return true;
    }

    /// <summary>What the window holds.</summary>
    /// <param name="counters">The counters now.</param>
    /// <param name="now">Time.</param>
    public PerformanceFigures Read(in PerformanceCounters counters, TimeSpan now)
    {
        var oldest = OldestWithin(now);
        return oldest < 0 ? default : new PerformanceFigures(now - At(oldest).At, counters - At(oldest).Counters);
    }

    /// <summary>Adds the handling times of what the window holds.</summary>
    /// <param name="sums">Takes them.</param>
    /// <param name="now">Time.</param>
    internal void AddTimes(TimeSums sums, TimeSpan now)
    {
        for (var age = OldestWithin(now); age >= 0; age--)
        {
            if (At(age).Times is { } times) sums.Add(times);
        }
    }

    /// <summary>How each whole step in the window went, the oldest first. At most <see cref="Steps"/>.</summary>
    /// <param name="now">Time.</param>
    public IReadOnlyList<PerformanceFigures> History(TimeSpan now)
    {
        var steps = new List<PerformanceFigures>(Steps);
        for (var age = _count - 1; age > 0; age--)
        {
            var (from, to) = (At(age), At(age - 1));
            if (now - from.At <= length + _step) steps.Add(new PerformanceFigures(to.At - from.At, to.Counters - from.Counters) { Times = from.Times });
        }

        return steps;
    }

    /// <summary>One that knows the same, and learns nothing of what comes.</summary>
    internal PerformanceWindow Copy() => new(length) { _ring = [.. _ring], _count = _count, _newest = _newest };

    // Whoever was not asked for long has steps that are older than the window.
    private int OldestWithin(TimeSpan now)
    {
        var age = _count - 1;
        while (age >= 0 && now - At(age).At > length) age--;
        return age;
    }

    private void AddToNewest(TimeHistogram times)
    {
        ref var newest = ref _ring[_newest];
        newest = newest with { Times = newest.Times?.Plus(times) ?? times };
    }

    private Entry At(int age) => _ring[(_newest - age + _ring.Length) % _ring.Length];

    private readonly record struct Entry(TimeSpan At, PerformanceCounters Counters, TimeHistogram? Times);
}
