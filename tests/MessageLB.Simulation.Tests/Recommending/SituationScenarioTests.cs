using MessageLB.Core.Configuration;
using MessageLB.Core.Recommendations;
using MessageLB.Simulation.Recommending;
using Xunit;

namespace MessageLB.Simulation.Tests.Recommending;

public sealed class SituationScenarioTests
{
    private static GroupSituation Orders { get; } = new()
    {
        Group = "orders",
        Policy = "weighted_random",
        Window = WindowConfig.Fixed(20),
        Over = TimeSpan.FromSeconds(100),
        Settled = 30_000,
        HandOver = TimeSpan.FromMilliseconds(2),
        Destinations =
        [
            Worker("a", 20_000, 0.01) with { Weight = 3, FeedbackSeconds = 0.004, ServiceP50Seconds = 0.007, ServiceP99Seconds = 0.07 },
            Worker("b", 10_000, 0.04) with { Weight = 1, FeedbackSeconds = 0.001, WorkerLimit = 6, Cost = 2, WeightFactor = 0.5 },
            Worker("gone", 0, 0.04) with { IsChosen = false },
        ],
    };

    [Fact]
    public void Of_Measured_HasItsRatesSpeedsAndDelays()
    {
        var scenario = Of(Orders, out var assumptions);

        Assert.Equal(300, scenario.Arrivals.Rate);
        Assert.Equal((TimeSpan.FromMilliseconds(20), ServiceKind.LogNormal), (scenario.Kinds[0].Service.Mean, scenario.Kinds[0].Service.Kind));
        Assert.Equal(Math.Log(10) / 2.3263, scenario.Kinds[0].Service.Sigma, 6);
        Assert.Equal(3, Math.Round(scenario.FeedbackDelay.TotalMilliseconds, 3));
        Assert.Equal(TimeSpan.FromMilliseconds(2), scenario.HandOverDelay);
        Assert.Equal([("a", 2.0, 3), ("b", 0.5, 1)], scenario.Destinations.Select(d => (d.Name, d.Speed, d.Weight)));
        Assert.Equal([WindowConfig.Fixed(20), WindowConfig.Fixed(6)], scenario.Destinations.Select(d => d.Window!.Value));
        Assert.Equal(("weighted_random", SituationScenario.Present), (scenario.Cases.Single().Group.Algorithm, scenario.Cases.Single().Name));
        Assert.Equal(
            [
                "Poisson arrivals at 300/s",
                "lognormal service of 20.0 ms (sigma 0.99, from the workers' p50 and p99)",
                "hand-over 2.00 ms, news of completions 3.00 ms late",
            ],
            assumptions);
    }

    [Fact]
    public void Of_AdjustedWeights_AreThoseInForceInFinerUnits()
    {
        var scenario = Of(Orders with { Adjusts = true }, out var assumptions);

        Assert.Equal([300, 50], scenario.Destinations.Select(d => d.Weight));
        Assert.Contains("adjusted weights stay as they are now", assumptions);
    }

    [Theory]
    [InlineData(0.010, 0.0101, ServiceKind.Deterministic)]
    [InlineData(0.010, 0.02, ServiceKind.LogNormal)]
    [InlineData(null, null, ServiceKind.Exponential)]
    public void Of_Percentiles_SayTheShape(double? p50, double? p99, ServiceKind expected)
    {
        var scenario = Of(Orders with { Destinations = [Worker("a", 30_000, 0.01) with { ServiceP50Seconds = p50, ServiceP99Seconds = p99 }] }, out _);

        Assert.Equal(expected, scenario.Kinds[0].Service.Kind);
    }

    [Theory]
    [InlineData(30_000, 40_000)]
    [InlineData(50, 10_800)]
    [InlineData(1, 2_000)]
    public void Of_FewArrivals_RunsForSixHoursAtMost(long settled, int expected) => Assert.Equal(expected, Of(Orders with { Settled = settled }, out _).Messages);

    [Fact]
    public void Of_KeysAndMore_AreSaidToBeTakenForGranted()
    {
        var scenario = Of(Orders with { Policy = "consistent_hash", Dispatchers = 3, NotSimulated = ["tenants", "priority"] }, out var assumptions);

        Assert.Equal((10_000, 3), (scenario.Kinds[0].Keys, scenario.Dispatchers));
        Assert.Equal(["3 dispatchers that share the arrivals evenly", "10,000 keys, equally likely", "not simulated: tenants, priority"], assumptions.Skip(3));
    }

    private static Scenario Of(GroupSituation situation, out IReadOnlyList<string> assumptions) => SituationScenario.Of(situation, new RecommenderOptions(), out assumptions);

    private static DestinationSituation Worker(string name, long settled, double seconds) => new()
    {
        Name = name,
        IsChosen = true,
        Concurrency = 4,
        Over = TimeSpan.FromSeconds(100),
        Settled = settled,
        BusySeconds = settled * seconds,
        ServiceSeconds = seconds,
    };
}
