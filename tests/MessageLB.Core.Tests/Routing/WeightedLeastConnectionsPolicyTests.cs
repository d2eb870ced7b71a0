using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class WeightedLeastConnectionsPolicyTests : RoutingPolicyContract
{
    protected override string PolicyName => RoutingPolicyNames.WeightedLeastConnections;

    protected override bool ScoreDecides => true;

    [Fact]
    public void Pick_AllIdle_IsTheHeaviest()
    {
        var group = Fleet.Weighted(100, 300, 200);

        Assert.Equal("bbbbb", Fleet.Picker(Create()).Picks(group, 5));
    }

    [Theory]
    [InlineData(4, "a")] // 5 ÷ 3 against 2 ÷ 1
    [InlineData(5, "ab")] // 6 ÷ 3 = 2 ÷ 1
    [InlineData(6, "b")] // 7 ÷ 3
    public void Pick_DifferentLoads_IsTheLeastForItsWeight(int inFlight, string expected)
    {
        var group = new[] { Fleet.Destination(0, weight: 300, inFlight: inFlight), Fleet.Destination(1, weight: 100, inFlight: 1) };

        var picks = Fleet.Picker(Create()).Picks(group, 50);

        Assert.Equal(expected, string.Concat(picks.Distinct().Order()));
    }

    [Fact]
    public void Pick_NothingReturned_FillsInProportionToWeight()
    {
        var group = Fleet.Weighted(50, 30, 20);
        var snapshot = Fleet.Snapshot(group);
        var picker = Fleet.Picker(Create());

        for (var i = 0; i < 1000; i++) picker.Pick(snapshot);

        Assert.Equal([500, 300, 200], group.Select(d => d.Credit.InFlight));
    }
}
