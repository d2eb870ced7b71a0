using System.Globalization;
using MessageLB.Measurement;

namespace MessageLB.Core.InProcess;

/// <summary>A destination's reports, made up from what its callers say. One thread.</summary>
internal sealed class LocalWorker(string group, string name, int concurrency)
{
    /// <summary>Whom all calls are handed over by.</summary>
    public const string Dispatcher = "local";

    private readonly TimeCounter _times = new();
    private long _sequence;
    private long _timesTold;
    private long _done;
    private long _failed;
    private double _busyMs;
    private int _inFlight;
    private int _lives = 1;

    /// <summary>Whether it reports.</summary>
    public bool Works { get; private set; } = true;

    public void Began() => _inFlight++;

    public void Completed(bool succeeded, TimeSpan took)
    {
        _inFlight--;
        _busyMs += took.TotalMilliseconds;
        _times.Record(took);
        if (succeeded) _done++;
        else _failed++;
    }

    /// <summary>Ends this life of it; names what ended.</summary>
    public WorkerInstance Stop()
    {
        Works = false;
        // What is completed from now on is news for the next life to tell.
        (_sequence, _done, _failed, _busyMs, _timesTold) = (0, 0, 0, 0, 0);
        _times.Clear();
        return new WorkerInstance(group, name, Instance());
    }

    /// <summary>Begins another life.</summary>
    public void Return()
    {
        Works = true;
        _lives++;
    }

    /// <summary>As <see cref="Report"/>, with all handling times if there are new ones: too many to be told with each call.</summary>
    public Heartbeat ReportTimes()
    {
        if (_timesTold == _done + _failed) return Report();
        _timesTold = _done + _failed;
        return Report() with { Times = _times.Read() };
    }

    public Heartbeat Report() => new()
    {
        Group = group,
        Destination = name,
        Instance = Instance(),
        Sequence = ++_sequence,
        Concurrency = concurrency,
        InFlight = Math.Max(0, _inFlight),
        Done = _done,
        Failed = _failed,
        BusyMs = _busyMs,
        DoneBy = new Dictionary<string, long> { [Dispatcher] = _done + _failed },
    };

    private string Instance() => _lives.ToString(CultureInfo.InvariantCulture);
}
