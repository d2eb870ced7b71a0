using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Simulation.Tests.Claims;

/// <summary>
/// What dynamic adjustment makes of uneven, slow and lying workers: as in <c>docs/simulations/slow-down-adjusted.yaml</c>,
/// <c>adjusted-policies.yaml</c> and <c>lying-worker.yaml</c>, with an interval of 5 s.
/// </summary>
public sealed class AdjustmentTests
{
    private const int Interval = 5;

    // Few enough for the three others, and long messages that make p99: the slow worker must have fewer than one in a hundred of these.
    private static readonly Scenario SlowDown = new()
    {
        Destinations =
        [
            .. Enumerable.Range(0, 4).Select(i => new SimulatedDestination
            {
                Name = $"w{i}",
                Concurrency = 8,
                Timeline = i == 0 ? [new TimelineEvent(TimeSpan.FromSeconds(30), TimelineAction.Speed, 0.25)] : [],
            }),
        ],
        Arrivals = new ArrivalConfig { Load = 0.4 },
        Kinds = [new MessageKind { Service = new ServiceConfig { Kind = ServiceKind.Bimodal, Mean = TimeSpan.FromMilliseconds(10), LongShare = 0.05, LongFactor = 21 } }],
        Messages = 130_000,
        Cases = [Given.Competing],
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void SlowDown_FourTimesUnderWeightedRoundRobin_WeightFallsWithinFiveIntervalsAndP99IsAsBefore(int seed)
    {
        var run = HandOvers.Of(SlowDown, Adjusted(RoutingPolicyNames.WeightedRoundRobin, WindowConfig.Fixed(100)), seed);

        Assert.InRange(run.Factor("w0", at: 30 + (5 * Interval)), 0.2, 0.35);
        Assert.All(["w1", "w2", "w3"], other => Assert.Equal(1, run.Factor(other, at: 100)));
        Assert.InRange(run.Percentile(0.99, 60, 100) / run.Percentile(0.99, 5, 30), 0.8, 1.2);
    }

    [Fact]
    public void SlowDown_WithoutAdjustment_P99StaysSeveralTimesWhatItWas()
    {
        var run = HandOvers.Of(SlowDown, Given.Policy(RoutingPolicyNames.WeightedRoundRobin, WindowConfig.Fixed(100)), seed: 1);

        Assert.InRange(run.Percentile(0.99, 60, 100) / run.Percentile(0.99, 5, 30), 4, 20);
    }

    [Fact]
    public void SlowDown_QuickAgain_HasItsWholeWeightBack()
    {
        TimelineEvent[] timeline = [new(TimeSpan.FromSeconds(20), TimelineAction.Speed, 0.25), new(TimeSpan.FromSeconds(60), TimelineAction.Speed)];
        var scenario = SlowDown with { Destinations = [.. SlowDown.Destinations.Select((d, i) => i == 0 ? d with { Timeline = timeline } : d)] };

        var run = HandOvers.Of(scenario, Adjusted(RoutingPolicyNames.WeightedRoundRobin), seed: 1);

        Assert.InRange(run.Factor("w0", at: 59), 0.2, 0.35);
        Assert.InRange(run.Factor("w0", at: 60 + (6 * Interval)), 0.8, 1.1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Uneven_SeveralDispatchers_EachArrivesWithinTwentyIntervalsAndStays(int dispatchers)
    {
        double[] speeds = [2, 1, 1, 0.5];
        var scenario = Given.Workers(speeds, concurrency: 4, load: 0.6) with { Messages = 200_000, Dispatchers = dispatchers };

        var run = HandOvers.Of(scenario, Adjusted(RoutingPolicyNames.WeightedRoundRobin), seed: 1);

        // 1,080 messages a second for 185 s.
        for (var dispatcher = 1; dispatcher <= dispatchers; dispatcher++)
        {
            for (var worker = 0; worker < speeds.Length; worker++)
            {
                var after = Enumerable.Range(20, 16).Select(i => run.Factor($"w{worker}", at: i * Interval + 1, $"dispatcher-{dispatcher}")).ToArray();
                Assert.All(after, factor => Assert.InRange(factor / speeds[worker], 0.85, 1.18));
                // Nothing swings: from its least to its most it is less than a tenth.
                Assert.InRange(after.Max() / after.Min(), 1, 1.1);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Equal_ExponentialTimes_NothingMoves(int dispatchers)
    {
        var scenario = Given.EqualWorkers(workers: 4, concurrency: 4, load: 0.6) with { Messages = 150_000, Dispatchers = dispatchers };

        var run = HandOvers.Of(scenario, Adjusted(RoutingPolicyNames.WeightedRoundRobin), seed: 1);

        Assert.Empty(run.Adjusted(0, 150));
    }

    [Theory]
    [InlineData(RoutingPolicyNames.WeightedRoundRobin)]
    [InlineData(RoutingPolicyNames.WeightedRandom)]
    [InlineData(RoutingPolicyNames.WeightedLeastConnections)]
    [InlineData(RoutingPolicyNames.PowerOfTwo)]
    [InlineData(RoutingPolicyNames.HealthBased)]
    [InlineData(RoutingPolicyNames.ConsistentHash)]
    public void Uneven_PolicyThatGoesByWeights_IsBetterThanAsConfigured(string policy)
    {
        var cases = Uneven(policy);

        Assert.InRange(cases[1].Mean.Value / cases[0].Mean.Value, 0.5, 0.95);
        Assert.InRange(cases[1].P99.Value / cases[0].P99.Value, 0.5, 0.95);
    }

    [Theory]
    [InlineData(RoutingPolicyNames.ResponseTime)]
    [InlineData(RoutingPolicyNames.CostAware)]
    [InlineData(RoutingPolicyNames.Prequal)]
    [InlineData(RoutingPolicyNames.LeastConnections)]
    public void Uneven_PolicyThatFollowsTimesOrKnowsNoWeights_IsExactlyAsBefore(string policy)
    {
        var cases = Uneven(policy);

        Assert.Equal((cases[0].Mean.Value, cases[0].P99.Value, cases[0].P999.Value), (cases[1].Mean.Value, cases[1].P99.Value, cases[1].P999.Value));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    public void Liar_SaysThatItIsQuicker_GetsNoMoreThanTheBoundAndTheTimesOfAllAreHardlyWorse(double claim)
    {
        var scenario = Given.EqualWorkers(workers: 4, concurrency: 4, load: 0.6) with { Messages = 80_000 };
        var honest = HandOvers.Of(scenario, Adjusted(RoutingPolicyNames.WeightedRoundRobin), seed: 1);

        var run = HandOvers.Of(With(scenario, w => w with { Claim = claim }), Adjusted(RoutingPolicyNames.WeightedRoundRobin), seed: 1);

        Assert.InRange(Share(run), 0.24, 4.0 / 7);
        Assert.All(["w1", "w2", "w3"], other => Assert.Equal(1, run.Factor(other, at: 80)));
        Assert.InRange(run.Percentile(0.99, 20, 80) / honest.Percentile(0.99, 20, 80), 0.9, 1.5);
    }

    [Fact]
    public void Liar_IsSlowAndSaysThatItIsQuick_DoesNoMoreHarmThanWithoutAdjustment()
    {
        var scenario = With(SlowDown with { Messages = 100_000 }, w => w with { Speed = 0.25, Claim = 100, Timeline = [] });
        var unadjusted = HandOvers.Of(scenario, Given.Policy(RoutingPolicyNames.WeightedRoundRobin, WindowConfig.Fixed(100)), seed: 1);

        var run = HandOvers.Of(scenario, Adjusted(RoutingPolicyNames.WeightedRoundRobin, WindowConfig.Fixed(100)), seed: 1);

        // What is in flight there tells its true speed as soon as its hands are full.
        Assert.InRange(run.Factor("w0", at: 50), 0.125, 1);
        Assert.InRange(run.Percentile(0.99, 50, 90) / unadjusted.Percentile(0.99, 50, 90), 0, 1);
    }

    [Fact]
    public void Liar_SaysOfEachMessageThatItIsDoneAtOnce_GetsNoMoreThanTheBound()
    {
        var scenario = With(Given.EqualWorkers(workers: 4, concurrency: 4, load: 0.3) with { Messages = 60_000 }, w => w with { ClaimsOnReceipt = true, Claim = 1000 });

        var run = HandOvers.Of(scenario, Adjusted(RoutingPolicyNames.WeightedRoundRobin), seed: 1);

        Assert.InRange(Share(run), 0.25, 4.0 / 7);
        Assert.All(["w1", "w2", "w3"], other => Assert.Equal(1, run.Factor(other, at: 100)));
    }

    private static double Share(HandOvers run) => run.Received(w => w == 0, 40, 80) / (double)run.Received(_ => true, 40, 80);

    private static Scenario With(Scenario scenario, Func<SimulatedDestination, SimulatedDestination> first) =>
        scenario with { Destinations = [.. scenario.Destinations.Select((d, i) => i == 0 ? first(d) : d)] };

    private static SimulatedCase Adjusted(string policy, WindowConfig? window = null)
    {
        var simulated = Given.Policy(policy, window);
        return simulated with
        {
            Name = $"{policy} adjusted",
            Group = simulated.Group with { DynamicAdjustment = new DynamicAdjustmentConfig { Enabled = true, AdjustmentInterval = TimeSpan.FromSeconds(Interval) } },
        };
    }

    private static IReadOnlyList<CaseResult> Uneven(string policy) => Given.Simulated(Given.Workers([2, 1, 1, 0.5], concurrency: 4, load: 0.7) with
    {
        Messages = 100_000,
        WarmUp = 0.4,
        Seeds = [1],
        Kinds = [new MessageKind { Service = new ServiceConfig { Mean = TimeSpan.FromMilliseconds(10) }, Keys = 2000 }],
        Cases = [Given.Policy(policy), Adjusted(policy)],
    }).Points[0].Cases;
}
