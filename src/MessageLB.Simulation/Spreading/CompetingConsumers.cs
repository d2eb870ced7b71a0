using MessageLB.Simulation.Workers;

namespace MessageLB.Simulation.Spreading;

/// <summary>
/// All workers consume one queue. The broker deals in turn: whoever got a message goes to the end of the line of consumers, whoever has
/// its prefetch leaves the line, and joins its end with its next acknowledgement. Deliveries and acknowledgements take no time, which
/// favours this baseline.
/// </summary>
internal sealed class CompetingConsumers : Spreader
{
    private readonly Ring<int> _queue = new();
    private readonly Ring<int> _requeued = new();
    private readonly Ring<int> _line = new();
    private readonly int[] _prefetch;
    private readonly int[] _unacknowledged;
    private readonly bool[] _isGone;

    /// <param name="fleet">The workers.</param>
    /// <param name="prefetch">Prefetch of each; 0 takes its concurrency.</param>
    public CompetingConsumers(WorkerFleet fleet, int prefetch)
        : base(fleet)
    {
        _prefetch = [.. fleet.Workers.Select(w => prefetch > 0 ? prefetch : w.Config.Concurrency)];
        _unacknowledged = new int[_prefetch.Length];
        _isGone = new bool[_prefetch.Length];
        for (var i = 0; i < _prefetch.Length; i++) _line.Add(i);
    }

    public override int Waiting => _queue.Count + _requeued.Count;

    public override void Arrive(int slot, long now)
    {
        _queue.Add(slot);
        Deal(now);
    }

    public override void Completed(in SimulatedMessage message, long now)
    {
        var worker = message.Worker;
        if (_unacknowledged[worker]-- == _prefetch[worker]) _line.Add(worker);
        Deal(now);
    }

    // What it had is at the head of the queue again, in its order.
    public override void Killed(SimulatedWorker worker, IReadOnlyList<int> left, long now)
    {
        foreach (var slot in left) _requeued.Add(slot);
        _unacknowledged[worker.Number] = 0;
        _isGone[worker.Number] = true;
        for (var others = _line.Count; others > 0; others--)
        {
            var consumer = _line.Take();
            if (consumer != worker.Number) _line.Add(consumer);
        }

        Deal(now);
    }

    public override void Returned(SimulatedWorker worker, long now)
    {
        // One that was only stopped has kept its place.
        if (!_isGone[worker.Number]) return;
        _isGone[worker.Number] = false;
        _line.Add(worker.Number);
        Deal(now);
    }

    private void Deal(long now)
    {
        while (Waiting > 0 && _line.Count > 0)
        {
            var worker = _line.Take();
            if (++_unacknowledged[worker] < _prefetch[worker]) _line.Add(worker);
            Fleet.Workers[worker].Receive(_requeued.Count > 0 ? _requeued.Take() : _queue.Take(), now);
        }
    }
}
