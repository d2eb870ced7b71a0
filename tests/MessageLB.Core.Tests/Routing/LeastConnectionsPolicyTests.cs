using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class LeastConnectionsPolicyTests : RoutingPolicyContract
{
    protected override string PolicyName => RoutingPolicyNames.LeastConnections;

    protected override bool ScoreDecides => true;

    [Theory]
    [InlineData(new[] { 3, 1, 2 }, "b")]
    [InlineData(new[] { 0, 1, 2 }, "a")]
    [InlineData(new[] { 9, 8, 7 }, "c")]
    public void Pick_DifferentLoads_IsTheLeast(int[] inFlight, string expected)
    {
        var group = inFlight.Select((n, slot) => Fleet.Destination(slot, inFlight: n)).ToArray();

        Assert.Equal(new string(expected[0], 20), Fleet.Picker(Create()).Picks(group, 20));
    }

    [Fact]
    public void Pick_Weights_AreIgnored()
    {
        var group = new[] { Fleet.Destination(0, weight: 1_000_000, inFlight: 2), Fleet.Destination(1, weight: 1, inFlight: 1) };

        Assert.Equal("bbbbb", Fleet.Picker(Create()).Picks(group, 5));
    }

    [Fact]
    public void Pick_LeastHasNoCredit_IsTheLeastOfTheOthers()
    {
        var group = new[] { Fleet.Destination(0, inFlight: 1, limit: 1), Fleet.Destination(1, inFlight: 3), Fleet.Destination(2, inFlight: 2) };

        Assert.Equal("ccccc", Fleet.Picker(Create()).Picks(group, 5));
    }

    [Fact]
    public void Pick_Ties_AreBrokenUniformly()
    {
        int[] inFlight = [2, 5, 2, 2, 9, 2, 2];
        var group = inFlight.Select((n, slot) => Fleet.Destination(slot, inFlight: n)).ToArray();

        var picks = Fleet.Picker(Create(), seed: 7).Picks(group, 10_000);

        Assert.DoesNotContain('b', picks);
        Assert.DoesNotContain('e', picks);
        Statistics.AssertUniform([.. "acdfg".Select(name => picks.Count(p => p == name))]);
    }

    [Fact]
    public void Pick_NothingReturned_FillsEvenly()
    {
        var group = Fleet.Weighted(1, 1, 1, 1);
        var snapshot = Fleet.Snapshot(group);
        var picker = Fleet.Picker(Create());

        for (var i = 0; i < 402; i++) picker.Pick(snapshot);

        Assert.Equal([100, 100, 101, 101], group.Select(d => d.Credit.InFlight).Order());
    }
}
