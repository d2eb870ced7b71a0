using System.Text.Json;
using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Simulation.Tests.Running;

public sealed class RepeatabilityTests
{
    private static readonly Scenario Mixed = Given.Workers([2, 1, 1, 0.5], 4, 0.8) with
    {
        Messages = 20_000,
        Seeds = [3, 1, 4],
        Dispatchers = 2,
        Kinds = [new MessageKind { Name = "a", Keys = 100 }, new MessageKind { Name = "b", Service = new ServiceConfig { Kind = ServiceKind.LogNormal } }],
        Objective = TimeSpan.FromMilliseconds(50),
        Cases =
        [
            Given.Competing,
            new SimulatedCase { Name = "random", Baseline = BaselineKind.RandomExchange },
            new SimulatedCase { Name = "hash", Baseline = BaselineKind.ConsistentHashExchange },
            Given.Policy(RoutingPolicyNames.ResponseTime),
            Given.Policy(RoutingPolicyNames.LeastConnections),
        ],
        Sweep = new SweepConfig(SweepParameter.Load, [0.5, 0.8]),
    };

    [Fact]
    public void Run_SameScenario_IsTheSameHoweverItIsScheduled()
    {
        var alone = Text(Given.Simulated(Mixed, parallelism: 1));

        Assert.Equal(alone, Text(Given.Simulated(Mixed, parallelism: 4)));
        Assert.Equal(alone, Text(Given.Simulated(Mixed, parallelism: 3)));
    }

    [Fact]
    public void Run_OtherSeed_IsAnotherRun() =>
        Assert.NotEqual(Text(Given.Simulated(Mixed with { Seeds = [5] })), Text(Given.Simulated(Mixed with { Seeds = [6] })));

    [Fact]
    public void Run_EveryCaseOfASeed_MeetsTheSameMessages()
    {
        var seen = Mixed.Cases.Select(c => Watch(Mixed, c).Arrivals).ToList();

        Assert.Equal(20_000, seen[0].Count);
        Assert.All(seen.Skip(1), arrivals => Assert.Equal(seen[0], arrivals));
    }

    [Fact]
    public void Run_AnotherLoad_MeetsTheSameMessagesAtOtherTimes()
    {
        var slow = Watch(Mixed with { Arrivals = new ArrivalConfig { Load = 0.4 } }, Given.Competing).Arrivals;
        var fast = Watch(Mixed with { Arrivals = new ArrivalConfig { Load = 0.8 } }, Given.Competing).Arrivals;

        Assert.Equal(slow.Select(a => (a.Kind, a.Key, a.Service)), fast.Select(a => (a.Kind, a.Key, a.Service)));
        Assert.All(slow.Zip(fast), pair => Assert.Equal(pair.First.At, pair.Second.At * 2, 1.0));
    }

    private static CountingObserver Watch(Scenario scenario, SimulatedCase simulated)
    {
        var observer = new CountingObserver();
        new Simulator(RoutingPolicyRegistry.BuiltIn).Prepare(scenario, simulated, 1, observer).Run(null, CancellationToken.None);
        return observer;
    }

    private static string Text(SimulationResult result) => JsonSerializer.Serialize(result.Points);
}
