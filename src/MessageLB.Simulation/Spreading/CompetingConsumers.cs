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
    private readonly Ring<int> _line = new();
    private readonly int[] _prefetch;
    private readonly int[] _unacknowledged;

    /// <param name="fleet">The workers.</param>
    /// <param name="prefetch">Prefetch of each; 0 takes its concurrency.</param>
    public CompetingConsumers(WorkerFleet fleet, int prefetch)
        : base(fleet)
    {
        _prefetch = [.. fleet.Workers.Select(w => prefetch > 0 ? prefetch : w.Config.Concurrency)];
        _unacknowledged = new int[_prefetch.Length];
        for (var i = 0; i < _prefetch.Length; i++) _line.Add(i);
    }

    public override int Waiting => _queue.Count;

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

    private void Deal(long now)
    {
        while (_queue.Count > 0 && _line.Count > 0)
        {
            var worker = _line.Take();
            if (++_unacknowledged[worker] < _prefetch[worker]) _line.Add(worker);
            Fleet.Workers[worker].Receive(_queue.Take(), now);
        }
    }
}
