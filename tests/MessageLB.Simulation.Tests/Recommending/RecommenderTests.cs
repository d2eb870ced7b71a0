using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Simulation.Tests.Recommending;

/// <summary>Setups that are known to be bad get what is known to be right, and the gain is there with other seeds.</summary>
public sealed class RecommenderTests
{
    private static readonly Recommender Recommender = new(RoutingPolicyRegistry.BuiltIn);

    private static readonly RecommenderOptions Quick = new() { Messages = 20_000, Seeds = [1, 2, 3] };

    private static World UnevenByTurns { get; } = new()
    {
        Policy = RoutingPolicyNames.WeightedRoundRobin,
        Workers = [new() { Name = "a", Speed = 0.5, Weight = 1 }, new() { Name = "b", Speed = 2, Weight = 1 }],
        Rate = 360,
    };

    private static World TooFew { get; } = new() { Workers = [new() { Name = "a" }, new() { Name = "b" }], Rate = 760 };

    private static World NarrowWindow { get; } = new()
    {
        Policy = RoutingPolicyNames.LeastConnections,
        Window = WindowConfig.Fixed(2),
        Workers = [new() { Name = "a", Concurrency = 2 }, new() { Name = "b", Concurrency = 2 }],
        Service = new ServiceConfig { Mean = TimeSpan.FromMilliseconds(5) },
        Feedback = TimeSpan.FromMilliseconds(2),
        HandOver = TimeSpan.FromMilliseconds(1),
        Rate = 450,
    };

    [Fact]
    public void Recommend_EqualWeightsForSpeedsOneToFour_SetsThemAsTheSpeeds()
    {
        var report = Recommend(UnevenByTurns);

        var weights = report.Recommendations.Single(r => r.Kind == RecommendationKind.Weights);
        Assert.Null(report.Obstacle);
        Assert.Equal([new ConfigChange("groups.orders.destinations.b.weight", "1", "4")], weights.Changes);
        Assert.Equal("change the weight of b from 1 to 4", weights.Action);
        Assert.Equal("measured capacity: a 200/s (4 at a time, 20.0 ms each), b 800/s (4 at a time, 5.00 ms each)", weights.Why);
        Assert.True(weights.Verdict.Gain > 0.25, $"{weights.Verdict}");
    }

    [Fact]
    public void Recommend_EqualWeightsForSpeedsOneToFour_HalfOfTheGainAtLeastIsThere() => AssertGainIsThere(UnevenByTurns, RecommendationKind.Weights);

    [Fact]
    public void Recommend_TurnsForUnevenWorkers_APolicyThatGoesByTimeGains() => AssertGainIsThere(UnevenByTurns, RecommendationKind.Policy);

    [Fact]
    public void Recommend_TooFewWorkers_AddsAsManyAsTheLoadNeeds()
    {
        var report = Recommend(TooFew);

        var more = report.Recommendations.Single(r => r.Kind == RecommendationKind.AddWorkers);
        Assert.Equal("add 1 worker to orders (4 at a time each, like b)", more.Action);
        Assert.Equal("760 messages/s arrive, and 2 workers can do 800/s: a load of 95 %; with 1 more it is 63.3 %", more.Why);
        var after = TooFew with { Workers = [.. TooFew.Workers, new() { Name = "c" }] };
        AssertHalfOf(more, after.ComparedWith(TooFew));
        Assert.DoesNotContain(Recommend(after).Recommendations, r => r.Kind is RecommendationKind.AddWorkers or RecommendationKind.RemoveWorkers);
    }

    [Fact]
    public void Recommend_BacklogThatGrows_AddsWorkersForItToo()
    {
        var full = (TooFew with { Rate = 790 }).Measure() with { BacklogGrowth = 400 };

        var report = Recommender.Recommend(full, Quick, cancellationToken: TestContext.Current.CancellationToken);

        var more = report.Recommendations.Single(r => r.Kind == RecommendationKind.AddWorkers);
        Assert.Equal("add 3 workers to orders (4 at a time each, like b)", more.Action);
        Assert.Equal("1190 messages/s arrive, 400/s of them wait, and 2 workers can do 800/s: a load of 148.8 %; with 3 more it is 59.5 %", more.Why);
        Assert.True(more.Verdict.Gain > 0.9, $"{more.Verdict}");
    }

    [Fact]
    public void Recommend_WindowTooSmallForTheRoundTrip_Widens()
    {
        var report = Recommend(NarrowWindow);

        var window = report.Recommendations.Single(r => r.Kind == RecommendationKind.Window);
        Assert.Equal([new ConfigChange("groups.orders.window", "2", "auto")], window.Changes);
        Assert.StartsWith("a: a window of 2 is too small for this round trip: 2 at a time, 5 ms each, and 3 ms until the dispatcher can follow up need 4; b: ", window.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Recommend_WindowTooSmallForTheRoundTrip_HalfOfTheGainAtLeastIsThere() => AssertGainIsThere(NarrowWindow, RecommendationKind.Window);

    [Fact]
    public void Recommend_FarTooManyWorkers_TakesAwayWhatCostsNothing()
    {
        var report = Recommend(new World { Workers = [.. "abcdef".Select(name => new SimulatedDestination { Name = $"{name}" })], Rate = 400 });

        var fewer = report.Recommendations.Single();
        Assert.Equal((RecommendationKind.RemoveWorkers, "take 3 workers away from orders: d, e, f"), (fewer.Kind, fewer.Action));
        Assert.True(fewer.Verdict.Gain > -0.05, $"{fewer.Verdict}");
    }

    [Fact]
    public void Recommend_GoodSetup_SaysNothing()
    {
        var report = Recommend(new World { Workers = [new() { Name = "a" }, new() { Name = "b" }, new() { Name = "c", Speed = 2 }], Rate = 1000 });

        Assert.Null(report.Obstacle);
        Assert.Empty(report.Recommendations);
        Assert.Empty(report.Findings);
        Assert.All(report.Match, figure => Assert.True(figure.Agrees, $"{figure}"));
    }

    [Fact]
    public void Recommend_PresentThatIsNotWhatWasMeasured_SaysSoInstead()
    {
        var measured = UnevenByTurns.Measure();
        // As if the weights were set back a moment ago: what was measured is of others.
        var changed = measured with { Destinations = [measured.Destinations[0], measured.Destinations[1] with { Weight = 4 }] };

        var report = Recommender.Recommend(changed, Quick, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Empty(report.Recommendations);
        Assert.StartsWith(
            "the simulated present is not what was measured, so nothing it predicts would be worth much: share of a is 50.0 % and simulated as 20.0 %, share of b is 50.0 % and simulated as 80.0 %",
            report.Obstacle,
            StringComparison.Ordinal);
        Assert.NotNull(report.Present);
    }

    [Fact]
    public void Recommend_TooLittleSeen_SaysSoAndSimulatesNothing()
    {
        var report = Recommender.Recommend(TooFew.Measure() with { Settled = 150, Over = TimeSpan.FromSeconds(20) }, Quick, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("150 messages in 20 s are too few: it takes 200 in 30 s or more", report.Obstacle);
        Assert.Null(report.Scenario);
    }

    [Fact]
    public void Recommend_PolicyOfOnesOwn_SaysThatItIsNotKnown()
    {
        var report = Recommender.Recommend(TooFew.Measure() with { Policy = "by_moon" }, Quick, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("the policy 'by_moon' is not known here, so it cannot be simulated", report.Obstacle);
    }

    [Fact]
    public void Recommend_SameSituationTwice_SaysTheSame()
    {
        var situation = UnevenByTurns.Measure();

        var first = Recommender.Recommend(situation, Quick, cancellationToken: TestContext.Current.CancellationToken);
        var second = Recommender.Recommend(situation, Quick, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(first.Recommendations.Select(r => (r.Action, r.Verdict)), second.Recommendations.Select(r => (r.Action, r.Verdict)));
    }

    private static RecommendationReport Recommend(World world) => Recommender.Recommend(world.Measure(), Quick, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Follows the recommendation: half of what was promised is there at least, and nothing of its kind is left to recommend.</summary>
    private static void AssertGainIsThere(World before, RecommendationKind kind)
    {
        var recommended = Recommend(before).Recommendations.Single(r => r.Kind == kind);

        var after = before.After(recommended);

        AssertHalfOf(recommended, after.ComparedWith(before));
        Assert.DoesNotContain(Recommend(after).Recommendations, r => r.Kind == kind);
    }

    private static void AssertHalfOf(Recommendation recommended, (double P99, double Mean) ratios)
    {
        var found = 1 - (recommended.Verdict.Measure == "p99" ? ratios.P99 : ratios.Mean);
        Assert.True(found >= recommended.Verdict.Gain / 2, $"promised {recommended.Verdict.Gain:0.000} of {recommended.Verdict.Measure}, found {found:0.000}");
    }
}
