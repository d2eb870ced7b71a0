namespace MessageLB.Core.Performance;

/// <summary>
/// Counters over a sliding window: a ring of what they were at the ends of equal steps. What lies between two of them is exact; the
/// window as a whole is its length, less the part of the step that has not ended yet. Memory is fixed, about 60 bytes for a step. Not thread-safe.
/// </summary>
/// <param name="length">Length of the window.</param>
public sealed class PerformanceWindow(TimeSpan length)
{
    /// <summary>Steps of a window; the points of its trend.</summary>
    public const int Steps = 12;

    private readonly TimeSpan _step = length / Steps;
    private (TimeSpan At, PerformanceCounters Counters)[] _ring = new (TimeSpan, PerformanceCounters)[Steps + 1];
    private int _count;
    private int _newest = -1;

    /// <summary>Length of the window.</summary>
    public TimeSpan Length => length;

    /// <summary>Takes note of the counters if a step is over, or nothing was noted before. To be called more often than once a step.</summary>
    /// <param name="counters">The counters now.</param>
    /// <param name="now">Time; never earlier than at the call before.</param>
    /// <returns>Whether they were noted.</returns>
    public bool Note(in PerformanceCounters counters, TimeSpan now)
    {
        if (_count > 0 && now - _ring[_newest].At < _step) return false;
        _newest = (_newest + 1) % _ring.Length;
        _ring[_newest] = (now, counters);
        _count = Math.Min(_count + 1, _ring.Length);
        return true;
    }

    /// <summary>What the window holds.</summary>
    /// <param name="counters">The counters now.</param>
    /// <param name="now">Time.</param>
    public PerformanceFigures Read(in PerformanceCounters counters, TimeSpan now)
    {
        for (var age = _count - 1; age >= 0; age--)
        {
            var (at, then) = At(age);
            // Whoever was not asked for long has steps that are older than the window.
            if (now - at <= length) return new PerformanceFigures(now - at, counters - then);
        }

        return default;
    }

    /// <summary>How each whole step in the window went, the oldest first. At most <see cref="Steps"/>.</summary>
    /// <param name="now">Time.</param>
    public IReadOnlyList<PerformanceFigures> History(TimeSpan now)
    {
        var steps = new List<PerformanceFigures>(Steps);
        for (var age = _count - 1; age > 0; age--)
        {
            var (from, before) = At(age);
            var (to, after) = At(age - 1);
            if (now - from <= length + _step) steps.Add(new PerformanceFigures(to - from, after - before));
        }

        return steps;
    }

    /// <summary>One that knows the same, and learns nothing of what comes.</summary>
    internal PerformanceWindow Copy() => new(length) { _ring = [.. _ring], _count = _count, _newest = _newest };

    private (TimeSpan At, PerformanceCounters Counters) At(int age) => _ring[(_newest - age + _ring.Length) % _ring.Length];
}
