using MessageLB.Core.Adjustment;
using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Performance;
using MessageLB.Core.Recommendations;
using MessageLB.Core.Routing;
using MessageLB.Transport;

namespace MessageLB.Core.InProcess;

/// <summary>
/// The dispatcher's algorithms for calls within a process, without any broker: each call asks for a destination, and says afterwards how it went. The four
/// functions of the kOS Load Balancer specification: <see cref="Balance"/>, <see cref="MonitorHealth"/>, <see cref="MonitorPerformance"/> and
/// <see cref="Adjust"/>. It starts no thread and no timer: time passes whenever it is called, so call <see cref="MonitorHealth"/> now and then while
/// nothing else happens. Thread-safe; one lock, held for a pick or a report.
/// </summary>
public sealed class LoadBalancer : IDisposable
{
    private const int StepsOfBegin = 20;

    private static readonly TimeSpan BetweenTicks = TimeSpan.FromMilliseconds(100);
    private static readonly MessageProperties NoProperties = new();

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly GroupState _state;
    private readonly GroupUpdater _updater;
    private readonly DestinationPicker _picker;
    private readonly Dictionary<string, LocalWorker> _workers = new(StringComparer.Ordinal);
    private readonly List<GroupEvent> _events = [];
    private readonly long _started;
    private readonly TimeSpan _begun;
    private TimeSpan _tickedAt;

    /// <summary>Balances among the destinations that the configuration lists; all of them work until told otherwise.</summary>
    /// <param name="config">Policy, destinations with weights and tiers, limits. Valid, as <see cref="ConfigValidator"/> judges.</param>
    /// <param name="options">The rest; null for the defaults.</param>
    /// <exception cref="ArgumentException">No destination is listed, or the policy is unknown.</exception>
    public LoadBalancer(GroupConfig config, LoadBalancerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.Destinations.Count == 0) throw new ArgumentException("A load balancer needs destinations: list them in the configuration.", nameof(config));
        var given = options ?? new LoadBalancerOptions();
        if (!given.Policies.Knows(config.Algorithm)) throw new ArgumentException($"There is no policy '{config.Algorithm}': take one of {string.Join(", ", given.Policies.Names)}.", nameof(config));
        _time = given.Time;
        _started = _time.GetTimestamp();
        _state = new GroupState(config.Name);
        _updater = new GroupUpdater(_state, config with { Discovery = false }, LocalWorker.Dispatcher, given.Random);
        _picker = new DestinationPicker(given.Policies.Create(config.Algorithm, config), given.Random);
        foreach (var listed in config.Destinations) _workers.Add(listed.Name, new LocalWorker(config.Name, listed.Name, given.Concurrency));
        _begun = Begin(config.HealthMonitoring.MissedAfter(TimeSpan.Zero));
    }

    /// <summary>Chooses a destination for a call; null while none is available or all have as many calls as they may. Whoever gets one completes it.</summary>
    /// <param name="properties">Headers and properties that the policy goes by, such as a key to hash; null for none.</param>
    /// <param name="routingKey">Routing key that the policy goes by; empty for none.</param>
    public Selection? Select(MessageProperties? properties = null, string routingKey = "")
    {
        lock (_gate)
        {
            PassNeedsLock();
            if (_picker.TryPick(_state.Snapshot, routingKey, properties ?? NoProperties) is not { } destination) return null;
            destination.CountHanded();
            _workers[destination.Name].Began();
            return new Selection(this, destination.Name, _time.GetTimestamp());
        }
    }

    /// <summary>As <see cref="Select"/>, and tells how all destinations do. Allocates; for calls that are many, <see cref="Select"/> alone.</summary>
    /// <inheritdoc cref="Select" path="/param" />
    public BalanceResult Balance(MessageProperties? properties = null, string routingKey = "")
    {
        var selected = Select(properties, routingKey);
        var books = Books();
        return new BalanceResult(selected, books.ReadDistribution(), MonitorHealth(), books.Read());
    }

    /// <summary>Lets time pass, and tells who works and what has changed since the last call.</summary>
    public HealthResult MonitorHealth()
    {
        lock (_gate)
        {
            TickNeedsLock(Now());
            var changes = _events.ToArray();
            _events.Clear();
            return HealthResult.Of(_updater.View(Now()), changes);
        }
    }

    /// <summary>Throughput, handling times, errors and availability over one minute, five minutes and one hour, with trends and anomalies.</summary>
    public GroupPerformance MonitorPerformance() => Books().Read();

    /// <summary>
    /// The weights in force beside the configured ones, and the latest adjustments with their reasons. Weights move once in an <c>adjustment_interval</c>,
    /// whether somebody asks or not, if the configuration wants it.
    /// </summary>
    public GroupAdjustments Adjust()
    {
        lock (_gate)
        {
            PassNeedsLock();
            return _updater.Adjustments(Now());
        }
    }

    /// <summary>What improvements can be judged by: how it is set up, and what was measured. <c>Recommend</c> of MessageLB.Simulation simulates with it.</summary>
    /// <param name="window">How far back: one minute, five minutes or one hour.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such window.</exception>
    public GroupSituation Situation(TimeSpan window)
    {
        lock (_gate)
        {
            PassNeedsLock();
            var known = _updater.Situation(window, Now());
            // Calls and their ends are known at once, whatever the time between reports looks like.
            return known with { Destinations = [.. known.Destinations.Select(d => d with { FeedbackSeconds = 0 })] };
        }
    }

    /// <summary>Says that a destination does not work, or does again, because the caller knows. It comes back with a slow start.</summary>
    /// <param name="destination">Its name.</param>
    /// <param name="works">Whether it works.</param>
    /// <exception cref="ArgumentException">There is no such destination.</exception>
    public void SetWorking(string destination, bool works)
    {
        if (!_workers.TryGetValue(destination, out var worker)) throw new ArgumentException($"There is no destination '{destination}': it is none of {string.Join(", ", _workers.Keys)}.", nameof(destination));
        lock (_gate)
        {
            if (worker.Works == works) return;
            if (works) worker.Return();
            else _updater.OnPresenceEnded(worker.Stop(), PresenceEnd.Lost, Now(), _events);
            TickNeedsLock(Now());
        }
    }

    /// <inheritdoc />
    public void Dispose() => _picker.Dispose();

    internal void Complete(string destination, bool succeeded, TimeSpan took)
    {
        lock (_gate)
        {
            var worker = _workers[destination];
            worker.Completed(succeeded, took);
            if (worker.Works) ReportNeedsLock(worker.Report(), Now());
        }
    }

    internal TimeSpan Since(long timestamp) => _time.GetElapsedTime(timestamp);

    private GroupBooks Books()
    {
        lock (_gate)
        {
            PassNeedsLock();
            return _updater.Books();
        }
    }

    private TimeSpan Now() => _begun + _time.GetElapsedTime(_started);

    // A dispatcher that has just begun waits to hear of others; here everybody is known, so that time is over at once.
    private TimeSpan Begin(TimeSpan learning)
    {
        var step = TimeSpan.FromTicks(Math.Max(BetweenTicks.Ticks, learning.Ticks / StepsOfBegin));
        var now = TimeSpan.Zero;
        lock (_gate)
        {
            for (; now <= learning + step; now += step) TickNeedsLock(now);
            _events.Clear();
        }

        return now;
    }

    private void PassNeedsLock()
    {
        var now = Now();
        if (now - _tickedAt >= BetweenTicks) TickNeedsLock(now);
    }

    private void TickNeedsLock(TimeSpan now)
    {
        _tickedAt = now;
        foreach (var worker in _workers.Values)
        {
            if (worker.Works) ReportNeedsLock(worker.ReportTimes(), now);
        }

        _updater.Tick(now, handOverSeconds: 0, _events);
    }

    private void ReportNeedsLock(Heartbeat report, TimeSpan now) => _updater.OnHeartbeat(report, now, _events);
}
