using MessageLB.Core.Routing;
using MessageLB.Simulation.Tests.Running;
using MessageLB.Simulation.Spreading;
using MessageLB.Simulation.Workers;
using MessageLB.Simulation.Workloads;
using Xunit;

namespace MessageLB.Simulation.Tests.Spreading;

public sealed class BaselineTests
{
    [Fact]
    public void CompetingConsumers_IdleWorkers_AreDealtToInTurnUpToThePrefetch()
    {
        var fleet = new WorkerFleet(Given.EqualWorkers(3, 1, 0.5).Destinations);
        var consumers = new CompetingConsumers(fleet, prefetch: 2);
        var dealt = Arrive(fleet, consumers, 8);

        Assert.Equal([0, 1, 2, 0, 1, 2], dealt.Take(6).Select(slot => fleet.Messages[slot].Worker));
        Assert.Equal(2, consumers.Waiting);
    }

    [Fact]
    public void CompetingConsumers_AnAcknowledgement_BringsTheNextMessageToThatWorker()
    {
        var fleet = new WorkerFleet(Given.EqualWorkers(3, 1, 0.5).Destinations);
        var consumers = new CompetingConsumers(fleet, prefetch: 0);
        var dealt = Arrive(fleet, consumers, 5);
        Assert.Equal(2, consumers.Waiting);

        fleet.Workers[1].Complete(dealt[1], 10);
        consumers.Completed(fleet.Messages[dealt[1]], 10);

        Assert.Equal(1, fleet.Messages[dealt[3]].Worker);
        Assert.Equal(1, consumers.Waiting);
    }

    [Fact]
    public void ConsistentHashExchange_Keys_StayWithTheirWorkerInProportionToWeights()
    {
        var scenario = Given.EqualWorkers(3, 4, 0.5) with
        {
            Messages = 100_000,
            Kinds = [new MessageKind { Keys = 20_000 }],
            Cases = [new SimulatedCase { Name = "hash", Baseline = BaselineKind.ConsistentHashExchange }],
        };
        int[] weights = [300, 0, 100];
        scenario = scenario with { Destinations = [.. scenario.Destinations.Select((d, i) => d with { Weight = weights[i] })] };
        var observer = new CountingObserver();

        new Simulator(RoutingPolicyRegistry.BuiltIn).Prepare(scenario, scenario.Cases[0], 1, observer).Run(null, CancellationToken.None);

        var workerOfKey = observer.Completions.Select(c => (observer.Arrivals[c.Number].Key, c.Worker)).Distinct().ToList();
        Assert.Equal(workerOfKey.Count, workerOfKey.DistinctBy(k => k.Key).Count());
        Assert.Equal(0.75, workerOfKey.Count(k => k.Worker == 0) / (double)workerOfKey.Count, 0.015);
        Assert.DoesNotContain(workerOfKey, k => k.Worker == 1);
    }

    [Fact]
    public void ConsistentHashExchange_WithoutKeys_FollowsTheWeightsByChance()
    {
        var scenario = Given.EqualWorkers(2, 4, 0.3) with
        {
            Messages = 50_000,
            Cases = [new SimulatedCase { Name = "hash", Baseline = BaselineKind.ConsistentHashExchange }],
        };
        scenario = scenario with { Destinations = [scenario.Destinations[0] with { Weight = 50 }, scenario.Destinations[1] with { Weight = 150 }] };

        Assert.Equal(0.25, Given.OnlyCase(scenario).Destinations[0].Share.Value, 0.01);
    }

    [Fact]
    public void ConsistentHashExchange_NobodyHasAWeight_TakesAllForEqual()
    {
        var scenario = Given.EqualWorkers(2, 4, 0.3) with
        {
            Messages = 20_000,
            Cases = [new SimulatedCase { Name = "hash", Baseline = BaselineKind.ConsistentHashExchange }],
        };
        scenario = scenario with { Destinations = [.. scenario.Destinations.Select(d => d with { Weight = 0 })] };

        Assert.Equal(0.5, Given.OnlyCase(scenario).Destinations[0].Share.Value, 0.02);
    }

    private static List<int> Arrive(WorkerFleet fleet, Spreader spreader, int count)
    {
        var slots = new List<int>();
        for (var i = 0; i < count; i++)
        {
            slots.Add(fleet.Messages.Add(i, 0, new MessageDraw(0, -1, 100)));
            spreader.Arrive(slots[^1], 0);
        }

        return slots;
    }
}
