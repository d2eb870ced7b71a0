using MessageLB.Simulation.Spreading;
using MessageLB.Simulation.Statistics;
using MessageLB.Simulation.Workers;
using MessageLB.Simulation.Workloads;

namespace MessageLB.Simulation.Running;

/// <summary>
/// One run in virtual time: one case with one seed. Takes the earliest event, moves time to it, lets it happen, until every message is
/// completed. At equal times timelines come first, then completions, then what the dispatchers do, then arrivals. One thread.
/// </summary>
internal sealed class ScenarioRun
{
    // Events between two looks at the outside.
    private const int EventsBetweenReports = 1 << 16;

    // When nothing but ticks and signs of life is left for this long, nothing will ever move again: a stopped worker keeps its messages.
    private const long Patience = 300_000_000_000;

    private readonly Scenario _scenario;
    private readonly ArrivalTimes _times;
    private readonly MessageDraws _draws;
    private readonly ArrivalExtent _extent;
    private readonly WorkerFleet _fleet;
    private readonly TimelinePlayer _timeline;
    private readonly Spreader _spreader;
    private readonly RunStatistics _statistics;
    private readonly RunObserver? _observer;
    private readonly List<int> _left = [];
    private long _nextArrival;
    private long _lastProgress;

    /// <param name="scenario">The scenario, at one value of its sweep.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="spreader">Makes what brings messages to the workers.</param>
    /// <param name="observer">Sees every message; null if nobody looks.</param>
    public ScenarioRun(Scenario scenario, int seed, Func<WorkerFleet, Spreader> spreader, RunObserver? observer = null)
    {
        var rate = Load.Rate(scenario);
        _scenario = scenario;
        _extent = ArrivalExtent.Of(scenario, rate, seed);
        _times = new ArrivalTimes(scenario.Arrivals, rate, seed);
        _draws = new MessageDraws(scenario, seed);
        _fleet = new WorkerFleet(scenario.Destinations);
        _timeline = new TimelinePlayer(_fleet.Workers);
        _spreader = spreader(_fleet);
        _statistics = new RunStatistics(_extent, _fleet.Workers.Length, scenario.Objective);
        _observer = observer;
        PlanArrival();
    }

    /// <summary>Messages that have arrived.</summary>
    public int Arrived { get; private set; }

    /// <summary>Messages that wait at ingress.</summary>
    public int Waiting => _spreader.Waiting;

    /// <summary>Runs to the end. <paramref name="report"/> is told of messages that have arrived since the last time.</summary>
    public RunResult Run(Action<int>? report, CancellationToken cancellationToken)
    {
        var reported = 0;
        while (_statistics.Completed < _extent.Messages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var more = Advance(EventsBetweenReports);
            report?.Invoke(Arrived - reported);
            reported = Arrived;
            if (!more) break;
        }

        return _statistics.Result(_scenario.Destinations, Arrived - _statistics.Completed);
    }

    /// <summary>Lets up to <paramref name="events"/> happen; false if nothing will ever move again.</summary>
    private bool Advance(int events)
    {
        for (; events > 0 && _statistics.Completed < _extent.Messages; events--)
        {
            var completion = _fleet.Completions.NextDue;
            var own = _spreader.NextDue;
            var change = _timeline.NextDue;
            var soonest = Math.Min(Math.Min(completion, change), _nextArrival);
            if (own < soonest)
            {
                if (soonest == VirtualTime.Never && own - _lastProgress > Patience) return false;
                _spreader.Advance(own);
                continue;
            }

            if (soonest == VirtualTime.Never) return false;
            _lastProgress = soonest;
            if (change == soonest) Change(change);
            else if (completion == soonest) Complete(completion);
            else if (own == soonest) _spreader.Advance(own);
            else Arrive();
        }

        return true;
    }

    private void Arrive()
    {
        var now = _nextArrival;
        var slot = _fleet.Messages.Add(Arrived++, now, _draws.Next());
        _observer?.Arrived(_fleet.Messages[slot]);
        PlanArrival();
        _spreader.Arrive(slot, now);
    }

    private void PlanArrival() => _nextArrival = Arrived < _extent.Messages ? _times.Next() : VirtualTime.Never;

    private void Complete(long now)
    {
        var completion = _fleet.Completions.Take();
        ref var message = ref _fleet.Messages[completion.Message];
        var worker = _fleet.Workers[message.Worker];
        if (!worker.IsPlanned(completion)) return;
        worker.Complete(completion.Message, now);
        _statistics.Count(message, now);
        _observer?.Completed(message, now);
        _spreader.Completed(message, now);
        _fleet.Messages.Remove(completion.Message);
    }

    private void Change(long now)
    {
        if (_timeline.Play(_left) is not { } worker) return;
        if (worker.IsDead) _spreader.Killed(worker, _left, now);
        else _spreader.Returned(worker, now);
        _left.Clear();
    }
}
