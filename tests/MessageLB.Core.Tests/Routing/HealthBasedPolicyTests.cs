using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class HealthBasedPolicyTests : RoutingPolicyContract
{
    protected override string PolicyName => RoutingPolicyNames.HealthBased;

    [Fact]
    public void Pick_AllHealthy_IsInProportionToWeight()
    {
        var picks = Fleet.Picker(Create()).Picks(Fleet.Weighted(50, 30, 20), 1000);

        Assert.InRange(picks.Count(p => p == 'a'), 499, 501);
        Assert.InRange(picks.Count(p => p == 'b'), 299, 301);
    }

    [Fact]
    public void Pick_SomebodyHalfWell_GetsHalfOfItsShare()
    {
        var group = Fleet.Weighted(100, 100, 100);
        group[1].HealthScore = 0.5;

        var picks = Fleet.Picker(Create()).Picks(group, 1000);

        Assert.InRange(picks.Count(p => p == 'b'), 199, 201);
    }

    [Fact]
    public void Pick_NotWellAtAll_IsTriedOnceInAHundredTurns()
    {
        var group = Fleet.Weighted(100, 100);
        group[0].HealthScore = 0;

        var picks = Fleet.Picker(Create()).Picks(group, 1010);

        Assert.InRange(picks.Count(p => p == 'a'), 9, 11);
    }

    [Fact]
    public void Pick_WellAgain_HasItsShareAtOnce()
    {
        var group = Fleet.Weighted(100, 100);
        var snapshot = Fleet.Snapshot(group);
        var picker = Fleet.Picker(Create());
        group[0].HealthScore = 0;
        picker.Picks(snapshot, 500);

        group[0].HealthScore = 1;
        var picks = picker.Picks(snapshot, 100);

        Assert.InRange(picks.Count(p => p == 'a'), 49, 51);
    }

    [Fact]
    public void Pick_HealthChangesAllTheTime_SharesFollowItsMean()
    {
        var random = new Random(4);
        var group = Fleet.Weighted(100, 100);
        var snapshot = Fleet.Snapshot(group);
        var picker = Fleet.Picker(Create());
        var picks = "";
        for (var i = 0; i < 400; i++)
        {
            group[0].HealthScore = random.Next(2) == 0 ? 1 : 0.25;
            picks += picker.Picks(snapshot, 10);
        }

        // 1 : 1 half of the time, 1 : 4 the other half.
        Assert.Equal((0.5 + 0.2) / 2, picks.Count(p => p == 'a') / 4000.0, 0.02);
    }

    [Fact]
    public void Pick_OnlyTheUnhealthyHasCredit_IsThatOne()
    {
        var group = Fleet.Weighted(100, 100);
        group[0].HealthScore = 0;
        group[1].Credit.Resize(0);

        Assert.Equal("aaa", Fleet.Picker(Create()).Picks(group, 3));
    }
}
