using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Simulation.Tests.Running;

public sealed class TimelineTests
{
    private static readonly Simulator Simulator = new(RoutingPolicyRegistry.BuiltIn);

    [Fact]
    public void Speed_Changed_HoldsFromItsMomentForMessagesThatStart()
    {
        var scenario = WithTimeline(
            new TimelineEvent(TimeSpan.FromSeconds(4), TimelineAction.Speed, 0.1),
            new TimelineEvent(TimeSpan.FromSeconds(8), TimelineAction.Speed)) with
        {
            Kinds = [new MessageKind { Service = new ServiceConfig { Kind = ServiceKind.Deterministic } }],
        };

        var seen = Watch(scenario, Given.Policy(RoutingPolicyNames.RoundRobin)).Completions;

        // Speed 2: 5 ms, or 50 ms.
        Assert.All(seen.Where(c => c.Worker == 0), c => Assert.Equal(c.StartedAt is >= 4_000_000_000 and < 8_000_000_000 ? 50_000_000 : 5_000_000, c.At - c.StartedAt));
        Assert.Contains(seen, c => c.Worker == 0 && c.At - c.StartedAt == 50_000_000);
        Assert.All(seen.Where(c => c.Worker == 1), c => Assert.Equal(10_000_000, c.At - c.StartedAt));
    }

    [Fact]
    public void Stop_ThenReturn_FinishesWhatItHadAndGetsMoreAgain()
    {
        var scenario = WithTimeline(
            new TimelineEvent(TimeSpan.FromSeconds(4), TimelineAction.Stop),
            new TimelineEvent(TimeSpan.FromSeconds(20), TimelineAction.Return));

        var seen = Watch(scenario, Given.Policy(RoutingPolicyNames.ResponseTime)).Completions;

        Assert.Equal(10_000, seen.Count);
        Assert.DoesNotContain(seen, c => c.Worker == 0 && c.At is > 4_000_000_000 and <= 20_000_000_000);
        Assert.Contains(seen, c => c.Worker == 0 && c.StartedAt > 21_000_000_000);
        // Its window is what it can have at once: nobody gave it more while it hung.
        Assert.InRange(seen.Count(c => c.Worker == 0 && c.StartedAt < 20_000_000_100 && c.At > 20_000_000_000), 1, 10);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Kill_ThenReturn_OthersDoWhatItHadAtOnceAndItGetsMoreAgain(int dispatchers)
    {
        var scenario = WithTimeline(
            new TimelineEvent(TimeSpan.FromSeconds(4), TimelineAction.Kill),
            new TimelineEvent(TimeSpan.FromSeconds(8), TimelineAction.Return)) with
        {
            Dispatchers = dispatchers,
            HandOverDelay = TimeSpan.FromMilliseconds(1),
        };

        var seen = Watch(scenario, Given.Policy(RoutingPolicyNames.ResponseTime));

        Assert.Equal(10_000, seen.Completions.Select(c => c.Number).Distinct().Count());
        Assert.Equal(10_000, seen.Completions.Count);
        Assert.DoesNotContain(seen.Completions, c => c.Worker == 0 && c.At is > 4_000_000_000 and <= 8_000_000_000);
        Assert.Contains(seen.Completions, c => c.Worker == 0 && c.StartedAt > 8_100_000_000);
        // The oldest of those that it had waited for nobody's lease: all of them are done long before 2.5 s.
        Assert.All(seen.Completions, c => Assert.InRange(c.At - seen.Arrivals[c.Number].At, 0, 1_500_000_000));
    }

    [Theory]
    [InlineData(BaselineKind.CompetingConsumers)]
    [InlineData(BaselineKind.RandomExchange)]
    public void Kill_Baseline_EveryMessageIsDoneOnce(BaselineKind baseline)
    {
        var scenario = WithTimeline(
            new TimelineEvent(TimeSpan.FromSeconds(4), TimelineAction.Kill),
            new TimelineEvent(TimeSpan.FromSeconds(8), TimelineAction.Return)) with
        {
            Arrivals = new ArrivalConfig { Load = 0.3 },
        };

        var seen = Watch(scenario, new SimulatedCase { Name = "baseline", Baseline = baseline }).Completions;

        Assert.Equal(Enumerable.Range(0, 10_000), seen.Select(c => c.Number).Order());
        Assert.DoesNotContain(seen, c => c.Worker == 0 && c.At is > 4_000_000_000 and <= 8_000_000_000);
        Assert.Contains(seen, c => c.Worker == 0 && c.At > 8_000_000_000);
    }

    [Fact]
    public void Success_CountsTheMessagesWithinTheObjectiveAndTheUnfinishedAsFailed()
    {
        var scenario = WithTimeline(new TimelineEvent(TimeSpan.FromSeconds(4), TimelineAction.Stop)) with
        {
            Objective = TimeSpan.FromMilliseconds(20),
            WarmUp = 0,
            Arrivals = new ArrivalConfig { Load = 0.3 },
        };
        var observer = new CountingObserver();
        var result = Simulator.Prepare(scenario, Given.Policy(RoutingPolicyNames.ResponseTime), 1, observer).Run(null, CancellationToken.None);

        var within = observer.Completions.Count(c => c.At - observer.Arrivals[c.Number].At <= 20_000_000);
        Assert.Equal(within / 10_000.0, result.Success);
        Assert.InRange(within, 5_000, 9_999);
    }

    private static Scenario WithTimeline(params TimelineEvent[] timeline)
    {
        var scenario = Given.Workers([2, 1, 1], 2, 0.5) with { Messages = 10_000 };
        return scenario with { Destinations = [scenario.Destinations[0] with { Timeline = timeline }, .. scenario.Destinations.Skip(1)] };
    }

    private static CountingObserver Watch(Scenario scenario, SimulatedCase simulated)
    {
        var observer = new CountingObserver();
        Simulator.Prepare(scenario, simulated, 1, observer).Run(null, CancellationToken.None);
        return observer;
    }
}
