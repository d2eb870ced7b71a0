using MessageLB.Core.Adjustment;
using MessageLB.Core.Routing;
using MessageLB.Simulation.Running;
using MessageLB.Simulation.Workers;
using MessageLB.Simulation.Workloads;

namespace MessageLB.Simulation.Tests.Claims;

/// <summary>Every message of a run: who got it and when, in seconds.</summary>
internal sealed class HandOvers : RunObserver
{
    private readonly List<(string Dispatcher, LoadAdjustment Adjustment)> _adjustments = [];
    private readonly List<(int Worker, double Arrived, double Received, double Done)> _all = [];

    /// <summary>Lets a case run to its end. No message may be lost.</summary>
    public static HandOvers Of(Scenario scenario, SimulatedCase simulated, int seed)
    {
        var observer = new HandOvers();
        var result = new Simulator(RoutingPolicyRegistry.BuiltIn).Prepare(scenario with { WarmUp = 0 }, simulated, seed, observer).Run(null, CancellationToken.None);
        Xunit.Assert.Equal((scenario.Messages, 0L), ((int)result.Completed, result.Unfinished));
        return observer;
    }

    /// <summary>Messages that these workers got within a time, in seconds from its beginning to before its end.</summary>
    public int Received(Predicate<int> worker, double from, double to) => _all.Count(m => worker(m.Worker) && m.Received >= from && m.Received < to);

    /// <summary>What a worker's weight is multiplied by at a time, at a dispatcher.</summary>
    public double Factor(string worker, double at, string dispatcher = "dispatcher-1")
    {
        var last = _adjustments.LastOrDefault(a => a.Dispatcher == dispatcher && a.Adjustment.Destination == worker && a.Adjustment.At.TotalSeconds <= at).Adjustment;
        return last is null ? 1 : last.To / last.Configured;
    }

    /// <summary>Adjustments within a time, at all dispatchers.</summary>
    public IReadOnlyList<LoadAdjustment> Adjusted(double from, double to) =>
        [.. _adjustments.Select(a => a.Adjustment).Where(a => a.At.TotalSeconds >= from && a.At.TotalSeconds < to)];

    /// <summary>Messages that these workers completed within a time.</summary>
    public int Completed(Predicate<int> worker, double from, double to) => _all.Count(m => worker(m.Worker) && m.Done >= from && m.Done < to);

    /// <summary>The response time in seconds that so many of the messages that arrived within a time were within.</summary>
    public double Percentile(double part, double from, double to)
    {
        var times = _all.Where(m => m.Arrived >= from && m.Arrived < to).Select(m => m.Done - m.Arrived).Order().ToArray();
        return times[(int)(part * (times.Length - 1))];
    }

    public override void Adjusted(string dispatcher, LoadAdjustment adjustment) => _adjustments.Add((dispatcher, adjustment));

    public override void Completed(in SimulatedMessage message, long now) =>
        _all.Add((message.Worker, Seconds(message.ArrivedAt), Seconds(message.ReceivedAt), Seconds(now)));

    private static double Seconds(long at) => at / VirtualTime.PerSecond;
}
