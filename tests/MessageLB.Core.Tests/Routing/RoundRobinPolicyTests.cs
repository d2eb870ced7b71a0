using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class RoundRobinPolicyTests : RoutingPolicyContract
{
    protected override string PolicyName => RoutingPolicyNames.RoundRobin;

    [Fact]
    public void Pick_AllHaveCredit_GoesRoundInTheOrderOfSlots()
    {
        var picker = Fleet.Picker(Create());

        Assert.Equal("abcabcabca", picker.Picks(Fleet.Weighted(100, 1, 1_000_000), 10));
    }

    [Fact]
    public void Pick_SlotsWithGaps_GoesRoundAllTheSame()
    {
        var picker = Fleet.Picker(Create());
        var group = new[] { Fleet.Destination(7), Fleet.Destination(2), Fleet.Destination(19) };

        Assert.Equal("chtchtc", picker.Picks(group, 7));
    }

    [Fact]
    public void Pick_SomebodyWithoutCredit_IsLeftOutAndTheOrderKept()
    {
        var picker = Fleet.Picker(Create());
        var group = Fleet.Weighted(1, 1, 1, 1);
        var snapshot = Fleet.Snapshot(group);
        Assert.Equal("ab", picker.Picks(snapshot, 2));

        group[2].Credit.Resize(0);
        Assert.Equal("dabda", picker.Picks(snapshot, 5));
        group[2].Credit.Resize(1);
        Assert.Equal("bcdab", picker.Picks(snapshot, 5));
    }

    [Fact]
    public void Pick_SomebodyLeavesAndAnotherJoins_GoesOnWhereItWas()
    {
        var picker = Fleet.Picker(Create());
        var group = Fleet.Weighted(1, 1, 1, 1);
        Assert.Equal("abc", picker.Picks(group, 3));

        Assert.Equal("dab", picker.Picks([group[0], group[1], group[3]], 3)); // c leaves
        Assert.Equal("xdab", picker.Picks([group[0], group[1], Fleet.Destination(2, "x"), group[3]], 4)); // x gets its slot
    }
}
