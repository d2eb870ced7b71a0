using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class CostAwarePolicyTests : RoutingPolicyContract
{
    protected override string PolicyName => RoutingPolicyNames.CostAware;

    protected override bool ScoreDecides => true;

    protected override GroupConfig Group => GroupConfig.Default with { Objective = TimeSpan.FromMilliseconds(100) };

    [Fact]
    public void Pick_CheapOneMeetsTheObjective_IsTheCheapOne()
    {
        var group = new[] { Costing(0, 5, 0.01), Costing(1, 1, 0.09), Costing(2, 2, 0.02) };

        Assert.Equal("bbbbb", Fleet.Picker(Create()).Picks(group, 5));
    }

    [Theory]
    [InlineData(1, "b")] // 50 ms × 2
    [InlineData(2, "c")] // 50 ms × 3 misses 100 ms
    public void Pick_CheapOneQueues_IsTheNextCheapestInTime(int inFlight, string expected)
    {
        var group = new[] { Costing(0, 5, 0.01), Costing(1, 1, 0.05, inFlight), Costing(2, 2, 0.02) };

        Assert.Equal(new string(expected[0], 5), Fleet.Picker(Create()).Picks(group, 5));
    }

    [Fact]
    public void Pick_NobodyMeetsTheObjective_IsTheFastestWhateverItCosts()
    {
        var group = new[] { Costing(0, 1, 0.3), Costing(1, 9, 0.2), Costing(2, 2, 0.25) };

        Assert.Equal("bbbbb", Fleet.Picker(Create()).Picks(group, 5));
    }

    [Fact]
    public void Pick_SameCost_IsTheSooner()
    {
        var group = new[] { Costing(0, 1, 0.03), Costing(1, 1, 0.02), Costing(2, 1, 0.04) };

        Assert.Equal("bbbbb", Fleet.Picker(Create()).Picks(group, 5));
    }

    [Fact]
    public void Pick_SameCostAndTime_IsBrokenUniformly()
    {
        var group = Enumerable.Range(0, 4).Select(slot => Costing(slot, 1, 0.03)).ToArray();

        var picks = Fleet.Picker(Create(), seed: 7).Picks(group, 10_000);

        Statistics.AssertUniform([.. "abcd".Select(name => picks.Count(p => p == name))]);
    }

    [Fact]
    public void Pick_UnknownServiceTime_MeetsTheObjectiveWhileAHandIsFree()
    {
        var group = new[] { Costing(0, 5, 0.01), Fleet.Destination(1, concurrency: 2), Costing(2, 9, 0.01) };
        var snapshot = Fleet.Snapshot(group);
        var picker = Fleet.Picker(Create());

        Assert.Equal("bba", string.Concat(Enumerable.Range(0, 3).Select(_ => picker.Pick(snapshot)!.Name)));
    }

    [Fact]
    public void Pick_CostsWithFractionsAndZero_AreCompared()
    {
        var group = new[] { Costing(0, 0.002, 0.01), Costing(1, 0.001, 0.09), Costing(2, 0, 0.2) };

        Assert.Equal("bbb", Fleet.Picker(Create()).Picks(group, 3));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(300)]
    public void Choose_AnyGroup_IsWhatTheRuleOnAllSays(int count)
    {
        var random = new Random(count);
        var picker = Fleet.Picker(Create());
        var group = Enumerable.Range(0, count).Select(slot => Costing(slot, random.Next(5) * 0.25, random.Next(1, 40) * 0.01)).ToArray();
        var snapshot = Fleet.Snapshot(group);
        for (var i = 0; i < 2000; i++)
        {
            var changed = group[random.Next(count)];
            changed.ServiceSeconds = random.Next(1, 40) * 0.01;
            if (random.Next(2) == 0) changed.Credit.TryTake();
            else changed.Credit.Return(1);

            var chosen = picker.Choose(snapshot, "", Fleet.Properties)!;

            Assert.Equal(group.Min(Rank), Rank(chosen));
        }
    }

    private static (bool Late, double Cost, double Seconds) Rank(DestinationState destination)
    {
        var seconds = ResponseTimePolicy.ExpectedSeconds(destination);
        return (seconds > 0.1, seconds > 0.1 ? 0 : destination.Cost, seconds);
    }

    private static DestinationState Costing(int slot, double cost, double service, int inFlight = 0)
    {
        var destination = Fleet.Destination(slot, slot < 20 ? null : $"w{slot}", service: service, inFlight: inFlight);
        destination.Cost = cost;
        return destination;
    }
}
