using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Recommendations;
using Xunit;

namespace MessageLB.Core.Tests.Recommendations;

/// <summary>What is needed, against what it is needed for.</summary>
public sealed class NeedTests
{
    private static readonly Gen<GroupSituation> Groups =
        from count in Gen.Choose(1, 8)
        from services in Gen.Choose(1, 400).ArrayOf(count)
        from hands in Gen.Choose(1, 16).ArrayOf(count)
        from weights in Gen.Choose(1, 300).ArrayOf(count)
        from load in Gen.Choose(1, 200)
        let workers = Enumerable.Range(0, count).Select(i => Known.Worker($"w{i}", 10, services[i] / 2.0, hands[i], weights[i])).ToArray()
        select Known.Group(load / 100.0 * workers.Sum(w => w.Capacity), workers);

    [Fact]
    public void Missing_Any_BringsTheLoadToTheTargetAndNoneLessWould() => Prop.ForAll(Groups.ToArbitrary(), group =>
    {
        var missing = WorkerNeed.Missing(group);
        if (group.Load <= RecommendationRules.HighLoad)
        {
            Assert.Equal(0, missing);
            return;
        }

        var each = WorkerNeed.Middle(group)!.Capacity;
        Assert.True(group.ArrivalRate / (group.Capacity + (missing * each)) <= RecommendationRules.TargetLoad * 1.000001);
        Assert.True(group.ArrivalRate / (group.Capacity + ((missing - 1) * each)) > RecommendationRules.TargetLoad * 0.999999);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Spare_Any_LeavesTwoAndALoadThatIsStillLow() => Prop.ForAll(Groups.ToArbitrary(), group =>
    {
        var spare = WorkerNeed.Spare(group);

        if (spare.Count == 0) return;
        Assert.True(group.Load < RecommendationRules.LowLoad);
        Assert.True(group.Working.Count - spare.Count >= RecommendationRules.LeastDestinations);
        Assert.True(group.ArrivalRate / (group.Capacity - spare.Sum(s => s.Capacity)) <= RecommendationRules.LoadAfterRemoval * 1.000001);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Weights_Any_AreInProportionToCapacityAndAskForNothingMore() => Prop.ForAll(Groups.ToArbitrary(), group =>
    {
        var targets = WeightTargets.Of(group);

        if (targets.Count == 0) return;
        double[] each = [.. group.Destinations.Select(d => d.Capacity / targets[d.Name])];
        Assert.True(each.Max() / each.Min() < 1.11, $"{each.Max() / each.Min()}");
        Assert.Empty(WeightTargets.Of(group with { Destinations = [.. group.Destinations.Select(d => d with { Weight = targets[d.Name] })] }));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("round_robin")]
    [InlineData("random")]
    [InlineData("least_connections")]
    [InlineData("response_time")]
    [InlineData("prequal")]
    [InlineData("first")]
    [InlineData("cost_aware")]
    public void Weights_PolicyWithoutWeights_AreLeft(string policy) => Assert.Empty(WeightTargets.Of(Uneven() with { Policy = policy }));

    [Fact]
    public void Weights_Adjusted_AreLeftToTheAdjustment() => Assert.Empty(WeightTargets.Of(Uneven() with { Adjusts = true }));

    [Fact]
    public void Weights_Zero_StaysADecisionOfPeople()
    {
        var group = Uneven();

        var targets = WeightTargets.Of(group with { Destinations = [.. group.Destinations, Known.Worker("off", 0, 1, weight: 0)] });

        Assert.Equal(["a", "b"], targets.Keys.Order());
    }

    [Fact]
    public void Weights_WithinTheBand_AreLeft() => Assert.Empty(WeightTargets.Of(Known.Group(400, Known.Worker("a", 200, 10), Known.Worker("b", 200, 8))));

    [Fact]
    public void Weights_SmallOnes_GetFinerUnits() =>
        Assert.Equal([new("a", 10), new("b", 15)], WeightTargets.Of(Known.Group(400, Known.Worker("a", 200, 15, weight: 1), Known.Worker("b", 200, 10, weight: 1))).OrderBy(w => w.Key));

    [Fact]
    public void Service_FewMessages_GoesByTheEstimate()
    {
        var worker = Known.Worker("a", 1, 10);

        Assert.Equal(0.025, (worker with { Settled = 19, BusySeconds = 19, ServiceSeconds = 0.025 }).MeanServiceSeconds);
        Assert.Equal(1, (worker with { Settled = 20, BusySeconds = 20, ServiceSeconds = 0.025 }).MeanServiceSeconds);
        Assert.Null((worker with { Settled = 0, BusySeconds = 0, ServiceSeconds = 0 }).MeanServiceSeconds);
    }

    [Theory]
    // 100 messages/s of 10 ms; in flight for 30 ms each: 20 ms are left for a way that is said to be 10, 20 and 40 ms, and 1 ms beside service leaves next to nothing.
    [InlineData(30, 10, 1)]
    [InlineData(30, 20, 1)]
    [InlineData(30, 40, 0.5)]
    [InlineData(11, 10, 0.1)]
    [InlineData(9, 10, 0)]
    [InlineData(0, 10, 1)]
    public void CredibleDelays_BesideWhatWasInFlight_AreNoLongerThanItLeavesRoomFor(double inFlightMs, double wayMs, double expected)
    {
        var worker = Known.Worker("a", 100, 10) with { InFlightSeconds = 30_000 * inFlightMs / 1000, FeedbackSeconds = wayMs / 2000 };

        var group = Known.Group(100, worker) with { HandOver = TimeSpan.FromMilliseconds(wayMs / 2) };

        Assert.Equal(expected, group.CredibleDelays, 6);
    }

    private static GroupSituation Uneven() => Known.Group(360, Known.Worker("a", 180, 20), Known.Worker("b", 180, 5));
}
