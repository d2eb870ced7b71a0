using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Simulation.Tests.Running;

public sealed class SimulatorTests
{
    private static readonly Scenario Small = Given.EqualWorkers(2, 2, 0.5) with
    {
        Messages = 2_000,
        Seeds = [1, 2, 3],
        Cases = [Given.Competing, Given.Policy(RoutingPolicyNames.LeastConnections), Given.Policy(RoutingPolicyNames.RoundRobin)],
    };

    [Fact]
    public void Run_WithASweep_HasAPointForEachValueInOrder()
    {
        var result = Given.Simulated(Small with { Sweep = new SweepConfig(SweepParameter.Load, [0.9, 0.3, 0.6]) });

        Assert.Equal([0.9, 0.3, 0.6], result.Points.Select(p => p.Value));
        Assert.All(result.Points, p => Assert.Equal(Small.Cases.Select(c => c.Name), p.Cases.Select(c => c.Name)));
        Assert.All(result.Points, p => Assert.Equal(p.Value!.Value, p.Cases[0].Destinations[0].Utilisation.Value, 0.1));
    }

    [Fact]
    public void Run_SweepOfDelaysAndDispatchers_ChangesWhatItSays()
    {
        var policy = Small with { Cases = [Given.Policy(RoutingPolicyNames.LeastConnections, Core.Configuration.WindowConfig.Concurrency(0))] };
        var delays = Given.Simulated(policy with { Sweep = new SweepConfig(SweepParameter.FeedbackDelay, [0, 0.005]) }).Points;
        var dispatchers = Given.Simulated(policy with { Sweep = new SweepConfig(SweepParameter.Dispatchers, [1, 8]) }).Points;

        Assert.True(delays[1].Cases[0].Mean.Value > delays[0].Cases[0].Mean.Value * 1.1);
        Assert.NotEqual(dispatchers[0].Cases[0].Mean, dispatchers[1].Cases[0].Mean);
    }

    [Fact]
    public void Run_Ratios_AreToTheBaselineSeedBySeed()
    {
        var first = Given.Simulated(Small).Points[0].Cases;
        var named = Given.Simulated(Small with { Baseline = RoutingPolicyNames.RoundRobin }).Points[0].Cases;

        Assert.Equal(new Estimate(1, 0), first[0].P99Ratio);
        Assert.Equal(new Estimate(1, 0), first[0].MeanRatio);
        Assert.Equal(new Estimate(1, 0), named[2].P99Ratio);
        Assert.Equal(first[2].Mean.Value / first[0].Mean.Value, first[2].MeanRatio.Value, 0.02);
        Assert.True(first[2].MeanRatio.Value > 1);
    }

    [Fact]
    public void Run_Progress_EndsWithAllRunsAndMessages()
    {
        var heard = new Reports();

        new Simulator(RoutingPolicyRegistry.BuiltIn).Run(Small, heard, CancellationToken.None);

        Assert.Equal(Enumerable.Range(1, 9), heard.All.Select(r => r.RunsDone).Where(done => done > 0).Distinct().Order());
        Assert.All(heard.All, r => Assert.Equal(9, r.Runs));
        Assert.Equal(18_000, heard.All.Max(r => r.Messages));
    }

    [Fact]
    public void Run_Cancelled_EndsWithThat()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => new Simulator(RoutingPolicyRegistry.BuiltIn).Run(Small, null, cancelled.Token));
    }

    [Fact]
    public void Run_WarmUp_IsNotMeasured()
    {
        // One worker, and a rush that only warm-up messages meet.
        var scenario = Given.EqualWorkers(1, 1, 0.5) with
        {
            Messages = 1_000,
            WarmUp = 0.5,
            Seeds = [1],
            Kinds = [new MessageKind { Service = new ServiceConfig { Kind = ServiceKind.Deterministic } }],
            Arrivals = new ArrivalConfig { Kind = ArrivalKind.Trace, Trace = [.. Enumerable.Repeat(new TraceArrival(0), 499), new TraceArrival(100), .. Enumerable.Repeat(new TraceArrival(1), 500)] },
        };

        var found = Given.OnlyCase(scenario);

        Assert.Equal(0.010, found.Mean.Value, 1e-9);
        Assert.Equal(0.010, found.P999.Value, 0.0001);
        Assert.Equal(1, found.Destinations[0].Share.Value);
        Assert.Equal(0.010, found.Destinations[0].Utilisation.Value, 0.0002);
    }

    private sealed class Reports : IProgress<SimulationProgress>
    {
        private readonly Lock _gate = new();
        private readonly List<SimulationProgress> _all = [];

        public IReadOnlyList<SimulationProgress> All => _all;

        public void Report(SimulationProgress value)
        {
            lock (_gate) _all.Add(value);
        }
    }
}
