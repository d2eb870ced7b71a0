using MessageLB.Core.Configuration;
using MessageLB.Core.Recommendations;
using MessageLB.Core.Routing;
using MessageLB.Simulation.Recommending;
using Xunit;

namespace MessageLB.Simulation.Tests.Recommending;

/// <summary>What is tried at all.</summary>
public sealed class CandidatesTests
{
    [Theory]
    [InlineData(RoutingPolicyNames.ConsistentHash)]
    [InlineData(RoutingPolicyNames.First)]
    [InlineData(RoutingPolicyNames.CostAware)]
    public void Of_PolicyChosenForSomethingElse_IsLeft(string policy) => Assert.DoesNotContain(RecommendationKind.Policy, Kinds(Even with { Policy = policy }));

    [Theory]
    [InlineData("sticky")]
    [InlineData("order_by")]
    public void Of_KeysThatStayTogether_ThePolicyIsLeft(string setting) => Assert.DoesNotContain(RecommendationKind.Policy, Kinds(Even with { Policy = RoutingPolicyNames.Random, NotSimulated = [setting] }));

    [Fact]
    public void Of_BestPolicyAtHalfLoadWithAutoWindow_OnlyTriesTheOtherPolicies() =>
        Assert.Equal(["least_connections"], Of(Even).Select(c => c.Case.Name));

    [Fact]
    public void Of_WindowsOfGroupAndDestination_ChangesBoth()
    {
        var group = Even with { Window = WindowConfig.Fixed(5), Destinations = [Even.Destinations[0], Even.Destinations[1] with { Window = WindowConfig.Concurrency(2), WorkerLimit = 9 }] };

        var window = Of(group).Single(c => c.Kind == RecommendationKind.Window);

        Assert.Equal([new ConfigChange("groups.orders.window", "5", "auto"), new ConfigChange("groups.orders.destinations.b.window", "concurrency+2", "auto")], window.Changes);
        // What a worker wants for itself stays.
        Assert.Equal([WindowConfig.Auto, WindowConfig.Fixed(9)], window.Case.Destinations!.Select(d => d.Window!.Value));
    }

    [Fact]
    public void Of_WeightsThatWorkersAskFor_SaysWhereToChangeThem()
    {
        var group = Even with { Policy = RoutingPolicyNames.WeightedRandom, Destinations = [Worker("a", 0.05), Worker("b", 0.01) with { IsWeightOfWorker = true }] };

        var weights = Of(group).Single(c => c.Kind == RecommendationKind.Weights);

        Assert.EndsWith("; the workers of b ask for their weight themselves: change it there (--weight)", weights.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_SpareWorkers_TriesPartsOfThem()
    {
        var group = Even with { Settled = 9_000, Destinations = [.. "abcdefgh".Select(name => Worker($"{name}", 0.01))] };

        Assert.Equal(["2 workers fewer", "4 workers fewer", "6 workers fewer"], Of(group).Where(c => c.Kind == RecommendationKind.RemoveWorkers).Select(c => c.Case.Name));
    }

    private static GroupSituation Even { get; } = new()
    {
        Group = "orders",
        Policy = RoutingPolicyNames.ResponseTime,
        Over = TimeSpan.FromSeconds(100),
        Settled = 40_000,
        Destinations = [Worker("a", 0.01), Worker("b", 0.01)],
    };

    private static IReadOnlyList<Candidate> Of(GroupSituation situation) => Candidates.Of(situation, SituationScenario.Of(situation, new RecommenderOptions(), out _));

    private static IEnumerable<RecommendationKind> Kinds(GroupSituation situation) => Of(situation).Select(c => c.Kind);

    private static DestinationSituation Worker(string name, double seconds) => new()
    {
        Name = name,
        IsChosen = true,
        Concurrency = 4,
        Over = TimeSpan.FromSeconds(100),
        Settled = 20_000,
        BusySeconds = 20_000 * seconds,
        ServiceSeconds = seconds,
    };
}
