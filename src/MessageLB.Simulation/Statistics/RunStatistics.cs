using MessageLB.Simulation.Workers;
using MessageLB.Simulation.Workloads;

namespace MessageLB.Simulation.Statistics;

/// <summary>
/// Counts what becomes of the messages of a run. Warm-up messages count in the timelines and in what is unfinished, nowhere else. Not
/// thread-safe.
/// </summary>
internal sealed class RunStatistics
{
    /// <summary>Parts of a timeline.</summary>
    public const int Parts = 100;

    private readonly ArrivalExtent _extent;
    private readonly WorkerTally[] _workers;
    private readonly double _partsPerNanosecond;
    private readonly long _objective;
    private double _sum;
    private long _successes;

    public RunStatistics(ArrivalExtent extent, int workers, TimeSpan? objective)
    {
        _extent = extent;
        _workers = [.. Enumerable.Range(0, workers).Select(_ => new WorkerTally(Parts))];
        _partsPerNanosecond = Parts / (double)Math.Max(1, extent.End);
        _objective = objective is { } limit ? VirtualTime.From(limit) : -1;
    }

    /// <summary>Messages completed.</summary>
    public long Completed { get; private set; }

    public void Count(in SimulatedMessage message, long now)
    {
        Completed++;
        var worker = _workers[message.Worker];
        worker.Timeline[Math.Min(Parts - 1, (int)(now * _partsPerNanosecond))]++;
        // Messages in hand at either end of the measured time are busy in a part of it.
        worker.Busy += Math.Max(0, Math.Min(now, _extent.End) - Math.Max(message.StartedAt, _extent.MeasuredFrom));
        if (message.Number < _extent.WarmUp) return;
        var response = now - message.ArrivedAt;
        worker.Times.Add(response);
        _sum += response;
        worker.There += now - message.ReceivedAt;
        if (response <= _objective) _successes++;
    }

    /// <summary>What the run came to. <paramref name="unfinished"/> messages were not completed.</summary>
    public RunResult Result(IReadOnlyList<SimulatedDestination> destinations, long unfinished)
    {
        var all = new ResponseTimeHistogram();
        foreach (var worker in _workers) all.Add(worker.Times);
        int[] completions = [.. Enumerable.Range(0, Parts).Select(part => _workers.Sum(w => w.Timeline[part]))];
        var measuredTime = Math.Max(1.0, _extent.End - _extent.MeasuredFrom);
        return new RunResult(
            all.Count == 0 ? double.NaN : _sum / all.Count / VirtualTime.PerSecond,
            Seconds(all, 0.5),
            Seconds(all, 0.9),
            Seconds(all, 0.99),
            Seconds(all, 0.999),
            // One that never comes is no success.
            _objective < 0 ? null : (double)_successes / Math.Max(1, _extent.Messages - _extent.WarmUp),
            Completed,
            unfinished,
            [.. _workers.Select((w, i) => ResultOf(w, destinations[i].Concurrency * measuredTime, all.Count, completions))]);
    }

    private static WorkerResult ResultOf(WorkerTally worker, double capacity, long measured, int[] completions) => new(
        worker.Times.Count / (double)Math.Max(1, measured),
        worker.Busy / capacity,
        Seconds(worker.Times, 0.99),
        worker.Times.Count == 0 ? double.NaN : worker.There / worker.Times.Count / VirtualTime.PerSecond,
        [.. worker.Timeline.Select((count, part) => (float)count / Math.Max(1, completions[part]))]);

    private static double Seconds(ResponseTimeHistogram times, double part) =>
        times.Count == 0 ? double.NaN : times.Percentile(part) / VirtualTime.PerSecond;
}
