using System.Collections.Frozen;

namespace MessageLB.Simulation.Spreading;

/// <summary>
/// Writes a worker's heartbeats. It counts what is reported when the report arrives, not when it happened, so that books never know more
/// than the feedback delay allows. Not thread-safe.
/// </summary>
internal sealed class WorkerReporter
{
    /// <summary>Time between regular heartbeats, the default of workers.</summary>
    public const int IntervalMs = 1000;

    private const double NanosecondsPerMillisecond = 1e6;

    private readonly string _group;
    private readonly SimulatedDestination _destination;
    private readonly DispatcherCounts? _settledBy;
    private long _sequence;
    private long _done;
    private long _busy;
    private int _inFlight;
    private long _oldestInFlight;

    /// <param name="group">Name of the group.</param>
    /// <param name="destination">The worker.</param>
    /// <param name="dispatchers">Names of the dispatchers.</param>
    public WorkerReporter(string group, SimulatedDestination destination, DispatcherNames dispatchers)
    {
        (_group, _destination) = (group, destination);
        // With one dispatcher all that is settled is settled for it, and a worker that does not tell dispatchers apart says as much.
        _settledBy = dispatchers.Count == 1 ? null : new DispatcherCounts(dispatchers);
    }

    /// <summary>Whether something was taken in that no heartbeat has told yet.</summary>
    public bool HasNews { get; private set; }

    public void TakeIn(in Feedback feedback)
    {
        HasNews = true;
        _inFlight = feedback.InFlight;
        _oldestInFlight = feedback.OldestInFlight;
        if (feedback.Dispatcher == Feedback.Regular) return;
        _done++;
        _busy += feedback.Busy;
        _settledBy?.Increment(feedback.Dispatcher);
    }

    /// <summary>The heartbeat that tells all that was taken in.</summary>
    public Heartbeat Write()
    {
        HasNews = false;
        return new Heartbeat
        {
            Group = _group,
            Destination = _destination.Name,
            Instance = _destination.Name,
            Sequence = ++_sequence,
            IntervalMs = IntervalMs,
            Concurrency = _destination.Concurrency,
            InFlight = _inFlight,
            Done = _done,
            BusyMs = _busy / NanosecondsPerMillisecond,
            OldestInFlightMs = _oldestInFlight / NanosecondsPerMillisecond,
            DoneBy = _settledBy is null ? FrozenDictionary<string, long>.Empty : _settledBy.Copy(),
            Cost = _destination.Cost,
        };
    }
}
