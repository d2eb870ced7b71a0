using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class FirstPolicyTests : RoutingPolicyContract
{
    protected override string PolicyName => RoutingPolicyNames.First;

    protected override bool ServesEverybody => false;

    protected override bool ScoreDecides => true;

    [Fact]
    public void Pick_NothingReturned_FillsOneAfterTheOther()
    {
        var group = new[] { Fleet.Destination(3, limit: 2), Fleet.Destination(0, limit: 1), Fleet.Destination(7, limit: 3) };
        var snapshot = Fleet.Snapshot(group);
        var picker = Fleet.Picker(Create());

        var picks = string.Concat(Enumerable.Range(0, 7).Select(_ => picker.Pick(snapshot)?.Name ?? "-"));

        Assert.Equal("addhhh-", picks);
    }

    [Fact]
    public void Pick_FirstHasCreditAgain_IsFirstAgain()
    {
        var group = Fleet.Weighted(1, 1_000_000);
        var picker = Fleet.Picker(Create());
        group[0].Credit.Resize(0);
        Assert.Equal("bb", picker.Picks(group, 2));

        group[0].Credit.Resize(1);

        Assert.Equal("aaa", picker.Picks(group, 3));
    }
}
