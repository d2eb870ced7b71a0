using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class RandomPolicyTests : RoutingPolicyContract
{
    protected override string PolicyName => RoutingPolicyNames.Random;

    [Fact]
    public void Pick_AnyWeights_EverybodyHasTheSameChance()
    {
        var picks = Fleet.Picker(Create(), seed: 3).Picks(Fleet.Weighted(1, 1_000_000, 100, 7, 50), 20_000);

        Statistics.AssertUniform([.. "abcde".Select(name => picks.Count(p => p == name))]);
    }

    [Fact]
    public void Pick_SomebodyWithoutCredit_TheOthersShareItsPartEvenly()
    {
        var group = Fleet.Weighted(1, 1, 1, 1, 1);
        group[2].Credit.Resize(0);

        var picks = Fleet.Picker(Create(), seed: 3).Picks(group, 20_000);

        Assert.DoesNotContain('c', picks);
        Statistics.AssertUniform([.. "abde".Select(name => picks.Count(p => p == name))]);
    }
}
