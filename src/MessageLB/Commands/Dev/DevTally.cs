using MessageLB.Measurement;

namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>Counts completions and their times, over the whole run and lately. Not thread-safe.</summary>
internal sealed class DevTally
{
    /// <summary>How long an interval lasts that recent figures are about.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly LatencyHistogram _run = new();
    private readonly LatencyHistogram _recent = new();
    private long _opened;
    private double _rate;
    private TimeSpan _p50;
    private TimeSpan _p99;

    public long Done => _run.Count;

    public void Record(TimeSpan latency)
    {
        _run.Record(latency);
        _recent.Record(latency);
    }

    public DevFigures Read(long now, TimeProvider time)
    {
        if (_opened == 0) _opened = now;
        var elapsed = time.GetElapsedTime(_opened, now);
        if (elapsed >= Interval)
        {
            (_rate, _p50, _p99) = (_recent.Count / elapsed.TotalSeconds, _recent.Percentile(0.5), _recent.Percentile(0.99));
            _recent.Clear();
            _opened = now;
        }

        return new DevFigures(Done, _run.Percentile(0.5), _run.Percentile(0.99), _rate, _p50, _p99);
    }
}
