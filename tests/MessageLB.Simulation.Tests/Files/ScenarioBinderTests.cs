using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Simulation.Tests.Files;

public sealed class ScenarioBinderTests
{
    [Fact]
    public void Bind_TheLeast_LeavesDefaults()
    {
        var scenario = ScenarioFile.Valid(ScenarioFile.Minimal);

        Assert.Equal(("", 200_000, 0.1, 1), (scenario.Name, scenario.Messages, scenario.WarmUp, scenario.Dispatchers));
        Assert.Equal([1, 2, 3, 4, 5], scenario.Seeds);
        Assert.Equal((TimeSpan.FromMilliseconds(1), TimeSpan.Zero), (scenario.FeedbackDelay, scenario.HandOverDelay));
        Assert.Equal((null, null, null), (scenario.Duration, scenario.Objective, scenario.Sweep));
        Assert.Equal((ArrivalKind.Poisson, 0.7, null), (scenario.Arrivals.Kind, scenario.Arrivals.Load, scenario.Arrivals.Rate));
        Assert.Equal([("a", 4, 2.0, 100, 1.0, 0), ("b", 4, 1.0, 100, 1.0, 0)], scenario.Destinations.Select(d => (d.Name, d.Concurrency, d.Speed, d.Weight, d.Cost, d.Tier)));
        var kind = Assert.Single(scenario.Kinds);
        Assert.Equal(("", 0, ServiceKind.Exponential, TimeSpan.FromMilliseconds(10)), (kind.Name, kind.Keys, kind.Service.Kind, kind.Service.Mean));
        Assert.Equal(["response_time"], scenario.Cases.Select(one => one.Name));
    }

    [Fact]
    public void Bind_Everything_IsInTheScenario()
    {
        var scenario = ScenarioFile.Valid("""
            name: All of it
            messages: 5000
            duration: 1m
            warm_up: 20%
            seeds: [7, 9]
            feedback_delay: 2ms
            hand_over_delay: 500us
            dispatchers: 2
            objective: 1s
            destinations:
              fast: {concurrency: 8, speed: 2, weight: 200, cost: 3, tier: 1, timeline: [{at: 1s, speed: 0.1}, {at: 2s, stop: true}, {at: 3s, return: true}]}
            arrivals: {kind: bursty, rate: 100/s, on: 2s, off: 3s}
            kinds:
              small: {share: 9, keys: 100, service: {kind: lognormal, mean: 1ms, sigma: 1.5}}
              large: {service: {kind: bimodal, mean: 100ms, long_share: 10%, long_factor: 5}}
            compare:
              - {baseline: competing_consumers, prefetch: 20}
              - {algorithm: least_connections, window: concurrency+1, name: late}
            baseline: late
            sweep: {feedback_delay: [0s, 5ms]}
            """);

        Assert.Equal(("All of it", 5000, TimeSpan.FromMinutes(1), 0.2), (scenario.Name, scenario.Messages, scenario.Duration, scenario.WarmUp));
        Assert.Equal([7, 9], scenario.Seeds);
        Assert.Equal((TimeSpan.FromMilliseconds(2), TimeSpan.FromMicroseconds(500), 2, TimeSpan.FromSeconds(1)), (scenario.FeedbackDelay, scenario.HandOverDelay, scenario.Dispatchers, scenario.Objective));
        var fast = Assert.Single(scenario.Destinations);
        Assert.Equal(("fast", 8, 2.0, 200, 3.0, 1), (fast.Name, fast.Concurrency, fast.Speed, fast.Weight, fast.Cost, fast.Tier));
        Assert.Equal(
            [new TimelineEvent(TimeSpan.FromSeconds(1), TimelineAction.Speed, 0.1), new TimelineEvent(TimeSpan.FromSeconds(2), TimelineAction.Stop), new TimelineEvent(TimeSpan.FromSeconds(3), TimelineAction.Return)],
            fast.Timeline);
        Assert.Equal((ArrivalKind.Bursty, 100.0, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)), (scenario.Arrivals.Kind, scenario.Arrivals.Rate, scenario.Arrivals.On, scenario.Arrivals.Off));
        Assert.Equal([("small", 9.0, 100), ("large", 1.0, 0)], scenario.Kinds.Select(kind => (kind.Name, kind.Share, kind.Keys)));
        Assert.Equal((ServiceKind.LogNormal, 1.5), (scenario.Kinds[0].Service.Kind, scenario.Kinds[0].Service.Sigma));
        Assert.Equal((ServiceKind.Bimodal, 0.1, 5.0), (scenario.Kinds[1].Service.Kind, scenario.Kinds[1].Service.LongShare, scenario.Kinds[1].Service.LongFactor));
        Assert.Equal([("competing_consumers prefetch 20", BaselineKind.CompetingConsumers, 20), ("late", BaselineKind.None, 0)], scenario.Cases.Select(one => (one.Name, one.Baseline, one.Prefetch)));
        Assert.Equal(("least_connections", WindowConfig.Concurrency(1)), (scenario.Cases[1].Group.Algorithm, scenario.Cases[1].Group.Window));
        Assert.Equal("late", scenario.Baseline);
        Assert.Equal(SweepParameter.FeedbackDelay, scenario.Sweep!.Parameter);
        Assert.Equal([0, 0.005], scenario.Sweep.Values);
    }

    [Theory]
    [InlineData("seeds: 3", "1,2,3")]
    [InlineData("seeds: [3]", "3")]
    [InlineData("seeds: 1", "1")]
    public void Bind_Seeds_AreTheirNumberOrThemselves(string line, string expected) =>
        Assert.Equal(expected, string.Join(',', ScenarioFile.Valid(ScenarioFile.Minimal + line).Seeds));

    [Fact]
    public void Bind_Count_MakesWorkersWithNumbers()
    {
        var scenario = ScenarioFile.Valid("""
            destinations: {slow: {speed: 0.5}, w: {count: 3, speed: 2}}
            arrivals: {load: 70%}
            compare: [response_time]
            """);

        Assert.Equal([("slow", 0.5), ("w-1", 2.0), ("w-2", 2.0), ("w-3", 2.0)], scenario.Destinations.Select(d => (d.Name, d.Speed)));
        Assert.Equal(0.7, scenario.Arrivals.Load);
    }

    [Theory]
    [InlineData("[a, b]")]
    [InlineData("[{name: a}, {name: b, speed: 1}]")]
    [InlineData("{a: , b: 1}")]
    public void Bind_Destinations_MayBeListedInSeveralWays(string written)
    {
        var scenario = ScenarioFile.Valid($"""
            destinations: {written}
            arrivals: {"{load: 0.5}"}
            compare: [response_time]
            """);

        Assert.Equal([("a", 1.0), ("b", 1.0)], scenario.Destinations.Select(d => (d.Name, d.Speed)));
    }

    [Fact]
    public void Bind_SingleServiceTime_IsTheMean()
    {
        var scenario = ScenarioFile.Valid(ScenarioFile.Minimal + "service: 3ms");

        Assert.Equal((ServiceKind.Exponential, TimeSpan.FromMilliseconds(3)), (scenario.Kinds[0].Service.Kind, scenario.Kinds[0].Service.Mean));
    }

    [Theory]
    [InlineData("response_time", "response_time")]
    [InlineData("competing_consumers", "competing_consumers")]
    [InlineData("{algorithm: round_robin, window: 8}", "round_robin window 8")]
    [InlineData("{algorithm: round_robin, window: auto}", "round_robin window auto")]
    [InlineData("{baseline: competing_consumers, prefetch: 20}", "competing_consumers prefetch 20")]
    [InlineData("{baseline: random_exchange}", "random_exchange")]
    [InlineData("{algorithm: least_conn}", "least_connections")]
    [InlineData("{algorithm: least_conn, name: mine}", "mine")]
    public void Bind_CaseWithoutName_IsCalledWhatItIs(string written, string name)
    {
        var scenario = ScenarioFile.Valid($"destinations: [a]\narrivals: {"{load: 0.5}"}\ncompare: [{written}]\n");

        Assert.Equal(name, Assert.Single(scenario.Cases).Name);
    }

    [Fact]
    public void Bind_OptionLoad_TakesThePlaceOfRateAndSweep()
    {
        var file = new ScenarioFile("destinations: [a]\narrivals: {rate: 10/s}\ncompare: [response_time]\n").WithOption("--load", "arrivals.load", "0.9");

        var scenario = file.Bind()!;

        Assert.Equal((0.9, null), (scenario.Arrivals.Load, scenario.Arrivals.Rate));
        Assert.Null(new ScenarioFile("destinations: [a]\ncompare: [response_time]\nsweep: {load: [0.1, 0.2]}\n").WithOption("--load", "arrivals.load", "0.9").Bind()!.Sweep);
    }

    [Fact]
    public void Bind_Picks_TakeThePlaceOfCasesAndKeepTheBaseline()
    {
        var file = new ScenarioFile("""
            destinations: [a]
            arrivals: {load: 0.5}
            compare: [competing_consumers, {algorithm: round_robin, window: 3, name: mine}, response_time]
            """).WithPick("mine").WithPick("wrr");

        var scenario = file.Bind()!;

        Assert.Equal(["competing_consumers", "mine", "weighted_round_robin"], scenario.Cases.Select(one => one.Name));
        Assert.Equal("competing_consumers", scenario.Baseline);
        Assert.Equal(["option --policy: compare: 'wrr' means 'weighted_round_robin'"], file.Notices);
    }

    [Fact]
    public void Bind_PickOfNothingKnown_IsAnError()
    {
        var file = new ScenarioFile(ScenarioFile.Minimal).WithPick("respons_time");

        Assert.Null(file.Bind());
        Assert.StartsWith("option --policy: compare: \"respons_time\" is neither a routing policy nor a baseline: ", Assert.Single(file.Errors), StringComparison.Ordinal);
        Assert.EndsWith("Did you mean 'response_time'?", file.Errors[0], StringComparison.Ordinal);
    }
}
