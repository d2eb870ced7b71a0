using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class WeightedRandomPolicyTests : RoutingPolicyContract
{
    protected override string PolicyName => RoutingPolicyNames.WeightedRandom;

    [Theory]
    [InlineData(50, 30, 20)]
    [InlineData(1, 1, 1)]
    [InlineData(5, 500, 1000)]
    public void Pick_Weights_AreTheChances(int a, int b, int c)
    {
        var picks = Fleet.Picker(Create(), seed: 5).Picks(Fleet.Weighted(a, b, c), 30_000);

        Statistics.AssertShares([.. "abc".Select(name => picks.Count(p => p == name))], [a, b, c]);
    }

    [Fact]
    public void Pick_ManyWeights_AreTheChances()
    {
        int[] weights = [.. Enumerable.Range(1, 100)];
        var group = weights.Select((weight, slot) => Fleet.Destination(slot, $"w{slot}", weight: weight)).ToArray();
        var snapshot = Fleet.Snapshot(group);
        var picker = Fleet.Picker(Create(), seed: 5);

        for (var i = 0; i < 100_000; i++) picker.Pick(snapshot);

        Statistics.AssertShares([.. group.Select(d => d.Credit.InFlight)], weights);
    }

    [Fact]
    public void Pick_WeightChangesAndCreditGoes_TheChancesFollowAtOnce()
    {
        var group = Fleet.Weighted(10, 10, 10);
        var snapshot = Fleet.Snapshot(group);
        var picker = Fleet.Picker(Create(), seed: 5);
        picker.Picks(snapshot, 10);

        group[0].Weight = 30;
        group[2].Credit.Resize(0);
        var picks = picker.Picks(snapshot, 20_000);

        Assert.DoesNotContain('c', picks);
        Statistics.AssertShares([.. "ab".Select(name => picks.Count(p => p == name))], [30, 10]);
    }
}
