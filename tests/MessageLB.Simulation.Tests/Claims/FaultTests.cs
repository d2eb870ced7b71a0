using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Simulation.Tests.Claims;

/// <summary>
/// What the dispatcher's own health rules make of workers that hang, come and go, or become slow: as in
/// <c>docs/simulations/mass-failure.yaml</c>, <c>flapping.yaml</c>, <c>brown-out.yaml</c> and <c>tiers.yaml</c>.
/// </summary>
public sealed class FaultTests
{
    // A lease of 2.3 s from the last heartbeat, and a tick.
    private const double Detected = 2.4;

    private static readonly SimulatedCase RoundRobin = Given.Policy(RoutingPolicyNames.RoundRobin, WindowConfig.Fixed(1000));

    // Wide windows, so that it is not credit that keeps messages away.
    private static readonly Scenario MassFailure = Given.EqualWorkers(workers: 10, concurrency: 4, load: 0.3) with
    {
        Messages = 156_000,
        Arrivals = new ArrivalConfig { Rate = 1200 },
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void MassFailure_SixOfTenHang_NothingGoesThereOnceTheyAreLostAndTheOthersCarryAll(int seed)
    {
        var run = HandOvers.Of(WithHangs(MassFailure, 6, (20, 60)), RoundRobin, seed);

        Assert.InRange(run.Received(w => w < 6, 20, 20 + Detected), 900, 2500);
        Assert.Equal(0, run.Received(w => w < 6, 20 + Detected, 60));
        // 1,200 per second for 30 s, within four standard deviations of Poisson arrivals.
        Assert.InRange(run.Completed(w => w >= 6, 28, 58), 35_240, 36_760);
        Assert.InRange(run.Percentile(0.99, 28, 58), 0, 0.15);
    }

    [Fact]
    public void MassFailure_SixOfTenKilled_NobodyWaitsForMoreThanTheirWork()
    {
        TimelineEvent[] timeline = [new(TimeSpan.FromSeconds(20), TimelineAction.Kill), new(TimeSpan.FromSeconds(60), TimelineAction.Return)];
        var scenario = MassFailure with { Destinations = [.. MassFailure.Destinations.Select((d, i) => i < 6 ? d with { Timeline = timeline } : d)] };

        var run = HandOvers.Of(scenario, Given.Policy(RoutingPolicyNames.ResponseTime), seed: 1);

        Assert.Equal(0, run.Received(w => w < 6, 20, 60));
        Assert.InRange(run.Completed(w => w >= 6, 28, 58), 35_240, 36_760);
        // The slowest message of the whole run, those that were rescued among them.
        Assert.InRange(run.Percentile(1, 0, 125), 0, 0.6);
    }

    [Fact]
    public void MassFailure_WithoutHealthChecks_MessagesGoThereAllTheTime()
    {
        var blind = RoundRobin with { Group = RoundRobin.Group with { HealthChecking = false, Window = WindowConfig.Fixed(10_000) } };

        var run = HandOvers.Of(WithHangs(MassFailure, 6, (20, 60)), blind, seed: 1);

        Assert.InRange(run.Received(w => w < 6, 20 + Detected, 60), 20_000, 30_000);
    }

    [Fact]
    public void MassFailure_TheyReturn_TheirShareGrowsToAllWithinTheSlowStartAndNoWorkerIsFlooded()
    {
        var run = HandOvers.Of(WithHangs(MassFailure, 6, (20, 60)), Given.Policy(RoutingPolicyNames.WeightedRoundRobin, WindowConfig.Fixed(1000)), seed: 1);

        double Share(double from, double to) => run.Received(w => w < 6, from, to) / (double)run.Received(_ => true, from, to);
        var shares = Enumerable.Range(0, 6).Select(i => Share(60 + (i * 5), 65 + (i * 5))).ToArray();
        Assert.InRange(shares[0], 0.1, 0.35);
        Assert.Equal(shares.Order(), shares);
        Assert.InRange(Share(92, 125), 0.58, 0.62);
        Assert.InRange(run.Percentile(0.99, 65, 125), 0, 0.15);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Flapping_ThreeSecondsUpAndDown_IsKeptOutAfterTheSecondLossIfItIsDamped(bool damped)
    {
        var scenario = Given.EqualWorkers(workers: 4, concurrency: 4, load: 0.5) with { Messages = 80_000, Arrivals = new ArrivalConfig { Rate = 800 } };
        var stops = Enumerable.Range(0, 15).Select(i => (10 + (i * 6.0), 13 + (i * 6.0))).ToArray();
        var simulated = Given.Policy(RoutingPolicyNames.ResponseTime);
        simulated = simulated with { Group = simulated.Group with { HealthMonitoring = new HealthMonitoringConfig { RecoveryManagement = damped } } };

        var run = HandOvers.Of(WithHangs(scenario, 1, stops), simulated, seed: 1);

        // Back from its first loss at 13 s; the second one is at 18.6 s at the latest.
        Assert.InRange(run.Received(w => w == 0, 13, 16), 1, 1000);
        var later = run.Received(w => w == 0, 16 + Detected, 95);
        if (damped) Assert.Equal(0, later);
        else Assert.InRange(later, 1000, 20_000);
    }

    [Fact]
    public void BrownOut_AllSlowTogether_NobodyIsEjectedAsSlowAndSharesStayEven()
    {
        var simulated = Given.Policy(RoutingPolicyNames.LeastConnections);
        simulated = simulated with { Group = simulated.Group with { Ejection = new EjectionConfig { SlowFactor = 3 } } };

        var run = BrownOut(simulated);

        // 500 of 3,000 messages in 5 s for each; an ejected one would have none.
        Assert.All(SharesIn(run, 0, 95), share => Assert.InRange(share, 350, 650));
        Assert.InRange(run.Percentile(0.99, 65, 95) / run.Percentile(0.99, 5, 20), 0.8, 1.2);
    }

    [Fact]
    public void BrownOut_ResponseTime_NobodyIsLeftOutMeanwhileAndTimesAreAsBeforeAfterwards()
    {
        var run = BrownOut(Given.Policy(RoutingPolicyNames.ResponseTime));

        Assert.All(SharesIn(run, 20, 60), share => Assert.InRange(share, 200, 800));
        // When it is over, those that were asked last are believed to be slow for some seconds; the others have room for what they miss.
        Assert.InRange(run.Percentile(0.99, 65, 95) / run.Percentile(0.99, 5, 20), 0.8, 1.2);
        Assert.All(SharesIn(run, 75, 95), share => Assert.InRange(share, 50, 1000));
    }

    [Fact]
    public void Tiers_FirstHangsAndReturns_SecondCarriesMeanwhileOnly()
    {
        var scenario = Given.EqualWorkers(workers: 4, concurrency: 4, load: 0.5) with { Messages = 52_000, Arrivals = new ArrivalConfig { Rate = 400 } };
        scenario = WithHangs(scenario, 2, (20, 60));
        scenario = scenario with { Destinations = [.. scenario.Destinations.Select((d, i) => d with { Tier = i / 2 })] };

        var run = HandOvers.Of(scenario, Given.Policy(RoutingPolicyNames.ResponseTime), seed: 1);

        Assert.Equal(0, run.Received(w => w >= 2, 0, 20));
        Assert.Equal(0, run.Received(w => w < 2, 20 + Detected, 60));
        Assert.InRange(run.Received(w => w >= 2, 20 + Detected, 60), 14_000, 17_000);
        // Back after 10 s; the second tier helps until the slow start ends.
        Assert.Equal(0, run.Received(w => w < 2, 60, 69));
        Assert.InRange(run.Received(w => w < 2, 71, 90), 1000, 8000);
        Assert.Equal(0, run.Received(w => w >= 2, 91, 130));
    }

    // Six workers that become 2.5 times slower from 20 s to 60 s.
    private static HandOvers BrownOut(SimulatedCase simulated)
    {
        TimelineEvent[] slow = [new(TimeSpan.FromSeconds(20), TimelineAction.Speed, 0.4), new(TimeSpan.FromSeconds(60), TimelineAction.Speed)];
        var scenario = Given.EqualWorkers(workers: 6, concurrency: 4, load: 0.25) with { Messages = 60_000, Arrivals = new ArrivalConfig { Rate = 600 } };
        return HandOvers.Of(scenario with { Destinations = [.. scenario.Destinations.Select(d => d with { Timeline = slow })] }, simulated, seed: 1);
    }

    // Messages of each of the six workers in each 5 s.
    private static IEnumerable<int> SharesIn(HandOvers run, int from, int to) =>
        Enumerable.Range(0, (to - from) / 5).SelectMany(part => Enumerable.Range(0, 6).Select(worker => run.Received(w => w == worker, from + (part * 5), from + (part * 5) + 5)));

    // The first so many workers hang in these times, in seconds.
    private static Scenario WithHangs(Scenario scenario, int count, params (double From, double To)[] hangs)
    {
        TimelineEvent[] timeline =
        [
            .. hangs.SelectMany(h => new[] { new TimelineEvent(TimeSpan.FromSeconds(h.From), TimelineAction.Stop), new TimelineEvent(TimeSpan.FromSeconds(h.To), TimelineAction.Return) }),
        ];
        return scenario with { Destinations = [.. scenario.Destinations.Select((d, i) => i < count ? d with { Timeline = timeline } : d)] };
    }
}
