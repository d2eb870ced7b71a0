using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Simulation.Tests.Running;

public sealed class ConservationTests
{
    private static readonly Simulator Simulator = new(RoutingPolicyRegistry.BuiltIn);

    public static TheoryData<string> Cases => [.. All.Select(c => c.Name)];

    private static SimulatedCase[] All =>
    [
        Given.Competing,
        new SimulatedCase { Name = "prefetch 20", Baseline = BaselineKind.CompetingConsumers, Prefetch = 20 },
        new SimulatedCase { Name = "random", Baseline = BaselineKind.RandomExchange },
        new SimulatedCase { Name = "hash", Baseline = BaselineKind.ConsistentHashExchange },
        Given.Policy(RoutingPolicyNames.RoundRobin),
        Given.Policy(RoutingPolicyNames.WeightedRoundRobin),
        Given.Policy(RoutingPolicyNames.LeastConnections),
        Given.Policy(RoutingPolicyNames.ResponseTime),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_Undisturbed_CompletesEveryMessageOnce(string name)
    {
        foreach (var dispatchers in new[] { 1, 3 })
        {
            var scenario = Given.Workers([2, 1, 1, 0.5], 4, 0.9) with { Messages = 5_000, Dispatchers = dispatchers, HandOverDelay = TimeSpan.FromMilliseconds(1) };
            var observer = new CountingObserver();
            var result = Simulator.Prepare(scenario, All.Single(c => c.Name == name), 1, observer).Run(null, CancellationToken.None);

            Assert.Equal((5_000, 0), (result.Completed, result.Unfinished));
            Assert.Equal(Enumerable.Range(0, 5_000), observer.Completions.Select(c => c.Number).Order());
            Assert.Equal(1, result.Workers.Sum(w => w.Share), 1e-9);
            var parts = Enumerable.Range(0, 100).Select(part => result.Workers.Sum(w => w.Timeline[part])).ToList();
            Assert.All(parts, sum => Assert.True(sum == 0 || Math.Abs(sum - 1) < 1e-5));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_AWorkerStopsForGood_ItsMessagesStayUnfinished(string name)
    {
        var scenario = Given.EqualWorkers(4, 2, 0.6) with { Messages = 5_000 };
        scenario = scenario with
        {
            Destinations = [.. scenario.Destinations.Select((d, i) => i > 0 ? d : d with { Timeline = [new(TimeSpan.FromSeconds(2), TimelineAction.Stop)] })],
        };
        var observer = new CountingObserver();
        var run = Simulator.Prepare(scenario, All.Single(c => c.Name == name), 1, observer);
        var result = run.Run(null, CancellationToken.None);

        Assert.Equal(5_000, run.Arrived);
        Assert.Equal(5_000, result.Completed + result.Unfinished);
        Assert.Equal(result.Completed, observer.Completions.Count);
        Assert.InRange(result.Unfinished, 1, 4_999);
        Assert.DoesNotContain(observer.Completions, c => c.Worker == 0 && c.At > 2_000_000_000);
    }

    [Fact]
    public void Run_AWorkerStopsForGood_DispatchersLoseItsWindowAndNoMore()
    {
        var scenario = Given.EqualWorkers(4, 2, 0.6) with { Messages = 5_000 };
        scenario = scenario with
        {
            Destinations = [.. scenario.Destinations.Select((d, i) => i > 0 ? d : d with { Timeline = [new(TimeSpan.FromSeconds(2), TimelineAction.Stop)] })],
        };
        var run = Simulator.Prepare(scenario, Given.Policy(RoutingPolicyNames.LeastConnections, Core.Configuration.WindowConfig.Fixed(3)), 1);

        Assert.Equal(3, run.Run(null, CancellationToken.None).Unfinished);
        Assert.Equal(0, run.Waiting);
    }

    [Fact]
    public void Run_EveryWorkerStopsForGood_LeavesTheRestAtIngress()
    {
        var scenario = Given.EqualWorkers(2, 1, 0.5) with { Messages = 1_000 };
        scenario = scenario with
        {
            Destinations = [.. scenario.Destinations.Select(d => d with { Timeline = [new(TimeSpan.FromSeconds(1), TimelineAction.Stop)] })],
        };
        var run = Simulator.Prepare(scenario, Given.Policy(RoutingPolicyNames.LeastConnections, Core.Configuration.WindowConfig.Fixed(3)), 1);
        var result = run.Run(null, CancellationToken.None);

        Assert.Equal(1_000, result.Completed + result.Unfinished);
        Assert.Equal(result.Unfinished, run.Waiting + 6);
    }
}
