namespace MessageLB.Core.Performance;

/// <summary>Counters of a destination, or of a group, and three sliding windows over them. One thread.</summary>
internal sealed class PerformanceBook
{
    /// <summary>Lengths of the windows.</summary>
    public static readonly IReadOnlyList<TimeSpan> Lengths = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)];

    private PerformanceWindow[] _windows = [.. Lengths.Select(length => new PerformanceWindow(length))];
    private PerformanceCounters _counters;
    private TimeSpan? _notedAt;

    /// <summary>Takes note of what has been counted, which of <see cref="PerformanceCounters.ReadySeconds"/> is counted here.</summary>
    /// <param name="counted">What has been counted since the start, but for the time in which it was ready.</param>
    /// <param name="isReady">Whether it is ready; taken to have been so since the call before.</param>
    /// <param name="now">Time.</param>
    /// <param name="times">Handling times told of since the call before; null for none.</param>
    /// <returns>What has been counted since the call before.</returns>
    public PerformanceCounters Note(in PerformanceCounters counted, bool isReady, TimeSpan now, TimeHistogram? times = null)
    {
        var isFirst = _notedAt is null;
        var ready = isReady && _notedAt is { } before ? (now - before).TotalSeconds : 0;
        var counters = counted with { ReadySeconds = _counters.ReadySeconds + ready };
        var since = counters - _counters;
        (_counters, _notedAt) = (counters, now);
        // What came before the first look counts too.
        foreach (var window in _windows) window.Note(isFirst ? default : counters, now, times);
        return since;
    }

    /// <summary>Adds to what has been counted.</summary>
    /// <param name="more">What was counted since the call before, but for the time in which it was ready.</param>
    /// <param name="isReady">As in <see cref="Note"/>.</param>
    /// <param name="now">Time.</param>
    /// <param name="times">As in <see cref="Note"/>.</param>
    public void Add(in PerformanceCounters more, bool isReady, TimeSpan now, TimeHistogram? times) => Note(_counters + more, isReady, now, times);

    /// <summary>Reads the windows, the shortest first; as of the last note.</summary>
    public IReadOnlyList<WindowPerformance> Read() =>
        _notedAt is { } now ? [.. _windows.Select(window => WindowPerformance.Of(window, _counters, now))] : [];

    /// <summary>What one of the windows holds, and each of its steps; as of the last note.</summary>
    /// <param name="window">Its place in <see cref="Lengths"/>.</param>
    public (PerformanceFigures Figures, IReadOnlyList<PerformanceFigures> Steps) Counted(int window) =>
        _notedAt is { } now ? (_windows[window].Read(_counters, now), _windows[window].History(now)) : (default, []);

    /// <summary>Handling times in one of the windows, as far as workers tell them; as of the last note.</summary>
    /// <param name="window">Its place in <see cref="Lengths"/>.</param>
    public TimeSums Times(int window)
    {
        var sums = new TimeSums();
        if (_notedAt is { } now) _windows[window].AddTimes(sums, now);
        return sums;
    }

    /// <summary>One that knows the same, and learns nothing of what comes. A few kilobytes are copied, handling times not even that, and nothing is computed.</summary>
    public PerformanceBook Copy() => new() { _windows = [.. _windows.Select(window => window.Copy())], _counters = _counters, _notedAt = _notedAt };
}
