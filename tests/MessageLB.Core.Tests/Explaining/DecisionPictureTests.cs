using MessageLB.Core.Configuration;
using MessageLB.Core.Explaining;
using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using MessageLB.Core.Tests.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Explaining;

public sealed class DecisionPictureTests
{
    [Fact]
    public void Decide_NobodyIsReady_IsHeld()
    {
        var explained = Explained.Pick(Scores(0), Explained.View(Fleet.Destination(0), DestinationCondition.Draining, "its worker says that it is draining"));

        Assert.Equal((null, "nobody is ready, so it is held"), (explained.Winner, explained.Because));
        Assert.Empty(explained.Candidates);
    }

    [Fact]
    public void Decide_NobodyHasCredit_IsHeld()
    {
        var explained = Explained.Pick(Scores(0), Explained.View(Fleet.Destination(0, limit: 1, inFlight: 1)), Explained.View(Fleet.Destination(1, limit: 2, inFlight: 2)));

        Assert.Equal((null, "nobody who is ready has credit, so it is held"), (explained.Winner, explained.Because));
        Assert.Equal(["1 of 1 in flight", "2 of 2 in flight"], explained.Excluded.Select(e => e.Reason));
    }

    [Fact]
    public void Decide_GroupOfOne_SaysSo() =>
        Assert.Equal("it is the only one that is ready", Explained.Pick(Scores(0), Explained.View(Fleet.Destination(0))).Because);

    [Fact]
    public void Decide_OneWithCredit_SaysSo() =>
        Assert.Equal("it is the only one with credit", Explained.Pick(Scores(0), Explained.View(Fleet.Destination(0)), Explained.View(Fleet.Destination(1, limit: 0))).Because);

    [Theory]
    [InlineData("a", 1, 2, 3, "it has the smallest score")]
    [InlineData("b", 1, 1, 3, "it has the smallest score, as has 1 more")]
    [InlineData("c", 1, 1, 1, "it has the smallest score, as have 2 more")]
    [InlineData("c", 1, 2, 3, "scoring chose it, though others have a smaller score")]
    [InlineData("c", 1, 2, double.NaN, "scoring chose it, and goes by no score")]
    public void Decide_Scores_TellWhy(string chosen, double a, double b, double c, string because)
    {
        double[] scores = [a, b, c];
        var views = Fleet.Weighted(1, 1, 1).Select(d => Explained.View(d)).ToArray();

        var explained = Explained.Pick(new ScoringPolicy(chosen, d => scores[d.Slot]), views);

        Assert.Equal((chosen, because), (explained.Winner, explained.Because));
    }

    [Fact]
    public void Decide_PolicyWithoutScore_ShowsNone()
    {
        var explained = Explained.Pick(RoutingPolicyRegistry.BuiltIn.Create(RoutingPolicyNames.RoundRobin, GroupConfig.Default), [.. Fleet.Weighted(1, 1).Select(d => Explained.View(d))]);

        Assert.Equal(("a", "round_robin chose it, and goes by no score"), (explained.Winner, explained.Because));
        Assert.All(explained.Candidates, c => Assert.Null(c.Score));
    }

    [Fact]
    public void Decide_PolicyLeavesSomebodyOut_IsToldAmongTheExcluded()
    {
        var policy = new ScoringPolicy("b", d => d.Slot, d => d.Name == "a" ? "over its bound: 12 in flight, 10 are allowed" : null);

        var explained = Explained.Pick(policy, [.. Fleet.Weighted(1, 1, 1).Select(d => Explained.View(d))]);

        Assert.Equal(["b", "c"], explained.Candidates.Select(c => c.Name));
        Assert.Equal([new ExcludedDestination("a", ExclusionCause.Policy, DestinationCondition.Ready, "over its bound: 12 in flight, 10 are allowed", 0, 1_000_000, 1)], explained.Excluded);
        Assert.Equal("it has the smallest score", explained.Because);
    }

    [Fact]
    public void Decide_PolicyLeavesAllOut_WinnerStaysCandidate()
    {
        var explained = Explained.Pick(new ScoringPolicy("b", d => d.Slot, _ => "over its bound"), [.. Fleet.Weighted(1, 1, 1).Select(d => Explained.View(d))]);

        Assert.Equal(["b"], explained.Candidates.Select(c => c.Name));
        Assert.Equal(["a", "c"], explained.Excluded.Select(e => e.Name));
        Assert.Equal("it is the only one with credit that scoring does not leave out", explained.Because);
    }

    [Fact]
    public void Decide_LargeGroup_KeepsTheBestAndTheWinner()
    {
        var able = Enumerable.Range(0, 150).Select(slot => Explained.View(Fleet.Destination(slot, $"w{slot:000}")));
        var full = Enumerable.Range(150, 120).Select(slot => Explained.View(Fleet.Destination(slot, $"w{slot:000}", limit: 0)));

        var explained = Explained.Pick(new ScoringPolicy("w140", d => d.Slot), [.. able, .. full]);

        Assert.Equal([.. Enumerable.Range(0, 99).Select(slot => $"w{slot:000}"), "w140"], explained.Candidates.Select(c => c.Name));
        Assert.Equal(Enumerable.Range(150, 100).Select(slot => $"w{slot:000}"), explained.Excluded.Select(e => e.Name));
        Assert.Equal(70, explained.LeftOut);
    }

    [Fact]
    public void Decide_HeldAndShadowed_KeepsBoth()
    {
        var picture = Explainer.Look("orders", Scores(0), new RoutingContext(GroupSnapshot.Empty, "key", Fleet.Properties, new Random(1)), new CandidateSet(), []);

        var explained = picture.Decide("a", Explained.Time, TimeSpan.FromMilliseconds(1200), "b");

        Assert.Equal((TimeSpan.FromMilliseconds(1200), "b", 0L), (explained.Held, explained.Shadow, explained.SnapshotVersion));
    }

    private static ScoringPolicy Scores(double score) => new("a", _ => score);
}
