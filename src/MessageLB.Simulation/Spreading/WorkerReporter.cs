using System.Collections.Frozen;
using System.Globalization;

namespace MessageLB.Simulation.Spreading;

/// <summary>
/// Writes a worker's heartbeats. It counts what is reported when the report arrives, not when it happened, so that books never know more
/// than the feedback delay allows. Not thread-safe.
/// </summary>
/// <param name="group">Name of the group.</param>
/// <param name="destination">The worker.</param>
/// <param name="dispatchers">
/// Names of the dispatchers; null if there is one: then all that is settled is settled for it, and a worker that does not tell dispatchers
/// apart says as much.
/// </param>
/// <param name="kinds">Kinds of message that it tells apart; null if none has a name.</param>
/// <param name="delay">How old every completion is when a heartbeat tells of it.</param>
/// <param name="life">Number of the process, from 1: one that was killed comes back as another instance, whose counters begin anew.</param>
internal sealed class WorkerReporter(string group, SimulatedDestination destination, NameTable? dispatchers, ReportedKinds? kinds, TimeSpan delay, int life = 1)
{
    /// <summary>Time between regular heartbeats, the default of workers.</summary>
    public const int IntervalMs = 1000;

    private const double NanosecondsPerMillisecond = 1e6;

    private readonly HeartbeatCounts<long>? _settledBy = dispatchers is null ? null : new(dispatchers);
    private readonly HeartbeatCounts<KindCounts>? _kinds = kinds is null ? null : new(kinds.Names);
    private long _sequence;
    private long _done;
    private long _busy;
    private int _inFlight;
    private long _oldestInFlight;
    private bool _hasCompletions;

    /// <summary>The process.</summary>
    public WorkerInstance Instance { get; } = new(group, destination.Name, life == 1 ? destination.Name : string.Create(CultureInfo.InvariantCulture, $"{destination.Name}-{life}"));

    /// <summary>The same worker as a new process.</summary>
    public WorkerReporter Restarted() => new(group, destination, dispatchers, kinds, delay, life + 1);

    /// <summary>Whether something was taken in that no heartbeat has told yet.</summary>
    public bool HasNews { get; private set; }

    public void TakeIn(in Feedback feedback)
    {
        HasNews = true;
        _inFlight = feedback.InFlight;
        _oldestInFlight = feedback.OldestInFlight;
        if (feedback.Dispatcher == Feedback.Regular) return;
        _hasCompletions = true;
        _done++;
        _busy += feedback.Busy;
        if (_settledBy is not null) _settledBy[feedback.Dispatcher]++;
        if (kinds is null || _kinds is null) return;
        var kind = kinds.NumberOf(feedback.Kind);
        var before = _kinds[kind];
        _kinds[kind] = new KindCounts(before.Done + 1, before.BusyMs + (feedback.Busy / NanosecondsPerMillisecond));
    }

    /// <summary>The heartbeat that tells all that was taken in.</summary>
    public Heartbeat Write()
    {
        HasNews = false;
        var completions = _hasCompletions;
        _hasCompletions = false;
        return new Heartbeat
        {
            Group = group,
            Destination = destination.Name,
            Instance = Instance.Instance,
            Sequence = ++_sequence,
            IntervalMs = IntervalMs,
            Concurrency = destination.Concurrency,
            InFlight = _inFlight,
            Done = _done,
            BusyMs = _busy / NanosecondsPerMillisecond,
            OldestInFlightMs = _oldestInFlight / NanosecondsPerMillisecond,
            OldestUnreportedMs = completions ? delay.TotalMilliseconds : null,
            DoneBy = _settledBy is null ? FrozenDictionary<string, long>.Empty : _settledBy.Copy(),
            Kinds = _kinds is null ? FrozenDictionary<string, KindCounts>.Empty : _kinds.Copy(),
            Cost = destination.Cost,
        };
    }
}
