using System.Globalization;
using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using MessageLB.Simulation.Randomness;
using MessageLB.Simulation.Running;
using MessageLB.Simulation.Workers;
using MessageLB.Simulation.Workloads;

namespace MessageLB.Simulation.Spreading;

/// <summary>
/// MessageLB: dispatchers take from one ingress queue, first in, first out, and hand over to workers with credit. The first message in the
/// queue goes to whichever dispatcher has credit for it; when nobody waits, an arrival meets a dispatcher by chance, and the others if that
/// one has no credit.
/// </summary>
/// <remarks>
/// RabbitMQ deals a shared queue in turn to those dispatchers that are below their prefetch, and each holds what it was dealt until it
/// has credit. Here nothing is held: as if the ingress prefetch were 1 and cost nothing. With one dispatcher both are the same, because what
/// it holds is in the order of the queue. With several, a real one may hold a message while another has credit; in the long run
/// that evens out, as every dispatcher's window is filled from the same queue at the rate at which its own credit comes back.
/// </remarks>
internal sealed class Dispatchers : Spreader
{
    // As DispatcherService ticks.
    private const long TickPeriod = 100_000_000;
    private const long BeatPeriod = WorkerReporter.IntervalMs * 1_000_000L;

    // As the dispatcher learns it: a longer one counts as this.
    private const double LongestHandOverSeconds = 0.25;

    private readonly Ring<int> _ingress = new();
    private readonly Ring<Rescued> _rescued = new();
    private readonly Ring<Feedback> _feedback = new();
    private readonly Ring<HandOver> _onTheWay = new();
    private readonly SimulatedDispatcher[] _dispatchers;
    private readonly WorkerReporter[] _reporters;
    private readonly MessageFacts _facts;
    private readonly Xoshiro256 _random;
    private readonly Queue<int> _withNews = new();
    private readonly long _feedbackDelay;
    private readonly long _handOverDelay;
    private readonly long[] _diedAt;
    private long _nextTick = TickPeriod;
    private long _nextBeat;
    private long _beats;
    private int _turn;

    public Dispatchers(Scenario scenario, GroupConfig group, RoutingPolicyRegistry policies, int seed, WorkerFleet fleet, RunObserver? observer)
        : base(fleet)
    {
        _feedbackDelay = VirtualTime.From(scenario.FeedbackDelay);
        _handOverDelay = VirtualTime.From(scenario.HandOverDelay);
        _facts = new MessageFacts(scenario);
        _random = new Xoshiro256(seed, RandomStream.Spreading);
        var configured = group with
        {
            Discovery = false,
            Destinations = [.. scenario.Destinations.Select(d => new DestinationConfig { Name = d.Name, Weight = d.Weight, Tier = d.Tier, Window = d.Window })],
        };
        var names = new NameTable(Enumerable.Range(1, scenario.Dispatchers).Select(i => string.Create(CultureInfo.InvariantCulture, $"dispatcher-{i}")));
        var kinds = ReportedKinds.Of(scenario.Kinds);
        var handOver = Math.Min(scenario.HandOverDelay.TotalSeconds, LongestHandOverSeconds);
        _dispatchers = [.. Enumerable.Range(0, names.Count).Select(i =>
            new SimulatedDispatcher(configured, names[i], () => PickerFactory.Create(policies, configured, seed, i), handOver, names.Count) { Observer = observer })];
        _reporters = [.. scenario.Destinations.Select(d => new WorkerReporter(configured.Name, d, names.Count == 1 ? null : names, kinds, scenario.FeedbackDelay))];
        _diedAt = [.. scenario.Destinations.Select(_ => -1L)];
        // Everybody knows everybody before the first message: a start of the dispatcher is not what is compared.
        foreach (var reporter in _reporters) Tell(reporter.Write(), 0);
        _nextBeat = BeatPeriod / fleet.Workers.Length;
        Plan();
    }

    public override int Waiting => _ingress.Count + _rescued.Count;

    public override void Arrive(int slot, long now)
    {
        if (Waiting == 0)
        {
            var first = _dispatchers.Length == 1 ? 0 : (int)_random.NextBelow((ulong)_dispatchers.Length);
            for (var i = 0; i < _dispatchers.Length; i++)
            {
                if (!TryHandOver(slot, (first + i) % _dispatchers.Length, now)) continue;
                Plan();
                return;
            }
        }

        _ingress.Add(slot);
    }

    public override void Completed(in SimulatedMessage message, long now)
    {
        var worker = Fleet.Workers[message.Worker];
        if (worker.Config.ClaimsOnReceipt) return;
        _feedback.Add(NewsOf(worker, message.Dispatcher, message.Kind, Claimed(worker, now - message.StartedAt), now));
        Plan();
    }

    public override void Killed(SimulatedWorker worker, IReadOnlyList<int> left, long now)
    {
        _diedAt[worker.Number] = now;
        foreach (var slot in left) _rescued.Add(new Rescued(slot, worker.Number, Fleet.Messages[slot].Dispatcher));
        foreach (var dispatcher in _dispatchers) dispatcher.OnPresenceLost(_reporters[worker.Number].Instance, now);
        _reporters[worker.Number] = _reporters[worker.Number].Restarted();
        HandOverWaiting(now);
        Plan();
    }

    public override void Returned(SimulatedWorker worker, long now)
    {
        // The heartbeat that was due while it hung.
        _feedback.Add(NewsOf(worker, Feedback.Regular, 0, 0, now));
        Plan();
    }

    public override void Advance(long now)
    {
        if (_onTheWay.Count > 0 && _onTheWay.First.Due == now) Receive(_onTheWay.Take(), now);
        else if (_feedback.Count > 0 && _feedback.First.Due == now) TakeInFeedback(now);
        else if (_nextBeat == now) Beat(now);
        else Tick(now);
        Plan();
    }

    private void Receive(in HandOver handOver, long now)
    {
        var worker = Fleet.Workers[handOver.Worker];
        if (!worker.IsDead)
        {
            Receive(worker, handOver.Message, now);
            return;
        }

        _rescued.Add(new Rescued(handOver.Message, worker.Number, Fleet.Messages[handOver.Message].Dispatcher));
        HandOverWaiting(now);
    }

    private void Receive(SimulatedWorker worker, int slot, long now)
    {
        worker.Receive(slot, now);
        if (!worker.Config.ClaimsOnReceipt) return;
        ref var message = ref Fleet.Messages[slot];
        _feedback.Add(new Feedback(now + _feedbackDelay, worker.Number, message.Dispatcher, message.Kind, 0, Claimed(worker, VirtualTime.Round(message.Service)), 0));
    }

    private static long Claimed(SimulatedWorker worker, long busy) => VirtualTime.Round(busy / worker.Config.Claim);

    // What comes back in the order of its going needs no heap: one delay for all.
    private void Plan()
    {
        var due = Math.Min(_nextTick, _nextBeat);
        if (_feedback.Count > 0) due = Math.Min(due, _feedback.First.Due);
        if (_onTheWay.Count > 0) due = Math.Min(due, _onTheWay.First.Due);
        NextDue = due;
    }

    private Feedback NewsOf(SimulatedWorker worker, int dispatcher, int kind, long busy, long now)
    {
        var held = worker.Config.ClaimsOnReceipt ? 0 : worker.InFlight;
        var oldest = held == 0 ? 0 : now - worker.OldestReceivedAt;
        return new Feedback(now + _feedbackDelay, worker.Number, dispatcher, kind, held, busy, oldest);
    }

    // Completions at the same moment are told in the same heartbeat.
    private void TakeInFeedback(long now)
    {
        while (_feedback.Count > 0 && _feedback.First.Due == now)
        {
            var feedback = _feedback.Take();
            if (feedback.Due - _feedbackDelay <= _diedAt[feedback.Worker])
            {
                // News that died with its process. The real books find out at a look at the queue.
                if (feedback.Dispatcher != Feedback.Regular) _dispatchers[feedback.Dispatcher].GiveBack(feedback.Worker);
                continue;
            }

            var reporter = _reporters[feedback.Worker];
            if (!reporter.HasNews) _withNews.Enqueue(feedback.Worker);
            reporter.TakeIn(feedback);
        }

        while (_withNews.TryDequeue(out var worker)) Tell(_reporters[worker].Write(), now);
        HandOverWaiting(now);
    }

    private void Tell(Heartbeat heartbeat, long now)
    {
        foreach (var dispatcher in _dispatchers) dispatcher.OnHeartbeat(heartbeat, now);
    }

    // Workers' clocks are not in step: each has its own part of the period.
    private void Beat(long now)
    {
        var count = Fleet.Workers.Length;
        var worker = Fleet.Workers[_beats++ % count];
        if (!worker.IsStopped) _feedback.Add(NewsOf(worker, Feedback.Regular, 0, 0, now));
        _nextBeat = ((_beats / count) * BeatPeriod) + ((_beats % count + 1) * BeatPeriod / count);
    }

    private void Tick(long now)
    {
        foreach (var dispatcher in _dispatchers) dispatcher.Tick(now);
        _nextTick = now + TickPeriod;
        HandOverWaiting(now);
    }

    // In turn, until nobody has credit for the first message.
    private void HandOverWaiting(long now)
    {
        for (var refused = 0; Waiting > 0 && refused < _dispatchers.Length;)
        {
            // What was rescued goes first.
            var isRescued = _rescued.Count > 0;
            var handed = TryHandOver(isRescued ? _rescued.First.Message : _ingress.First, _turn, now);
            if (handed && isRescued) _dispatchers[_rescued.First.Dispatcher].GiveBack(_rescued.Take().Worker);
            else if (handed) _ingress.Take();
            refused = handed ? 0 : refused + 1;
            if (++_turn == _dispatchers.Length) _turn = 0;
        }
    }

    private bool TryHandOver(int slot, int dispatcher, long now)
    {
        ref var message = ref Fleet.Messages[slot];
        var properties = _facts.Of(message, out var routingKey);
        var worker = _dispatchers[dispatcher].TryPick(routingKey, properties);
        if (worker < 0) return false;
        message.Dispatcher = dispatcher;
        if (_handOverDelay == 0) Receive(Fleet.Workers[worker], slot, now);
        else _onTheWay.Add(new HandOver(now + _handOverDelay, slot, worker));
        return true;
    }
}
