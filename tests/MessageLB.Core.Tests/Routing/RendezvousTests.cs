using MessageLB.Core.Groups;
using MessageLB.Core.Hashing;
using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class RendezvousTests
{
    private const double Limit = 1;

    [Theory]
    [InlineData(5)]
    [InlineData(17)]
    public void First_EqualWeights_FirstAndSecondChoicesAreUniformTogether(int count)
    {
        var (rendezvous, all) = Empty(Enumerable.Repeat(100, count));
        var pairs = new int[count, count];

        for (var i = 0; i < 100 * count * count; i++)
        {
            var key = StableHash.Again((ulong)i, 0);
            var first = rendezvous.First(key, Limit)!.Slot;
            rendezvous.Refresh(first, Limit);
            pairs[first, rendezvous.First(key, Limit)!.Slot]++;
            rendezvous.Refresh(first, 0);
        }

        Statistics.AssertUniform([.. from one in all from two in all where one != two select pairs[one.Slot, two.Slot]]);
    }

    [Fact]
    public void First_OneIsLighterByLittle_OrdersTheOthersAsBefore()
    {
        // Equal and unequal weights are chosen from in different ways.
        var (even, _) = Empty(Enumerable.Repeat(100, 20));
        var (uneven, _) = Empty(Enumerable.Repeat(100, 19).Append(99));
        even.Refresh(19, Limit);
        uneven.Refresh(19, Limit);

        for (var i = 0; i < 2000; i++)
        {
            var key = StableHash.Again((ulong)i, 0);
            Assert.Equal(even.First(key, Limit)!.Slot, uneven.First(key, Limit)!.Slot);
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(200)]
    public void First_NobodyIsBelowTheLimit_IsNullAndOwnIsNot(int weightOfLast)
    {
        var (rendezvous, group) = Empty([100, 100, weightOfLast]);
        var own = rendezvous.Own(7);

        foreach (var destination in group) rendezvous.Refresh(destination.Slot, Limit);

        Assert.Null(rendezvous.First(7, Limit));
        Assert.Same(own, rendezvous.Own(7));
    }

    private static (Rendezvous Rendezvous, DestinationState[] Group) Empty(IEnumerable<int> weights)
    {
        DestinationState[] group = [.. weights.Select((weight, slot) => Fleet.Destination(slot, $"w{slot}", weight: weight))];
        var rendezvous = new Rendezvous();
        rendezvous.Rebase(Fleet.Snapshot(group));
        foreach (var destination in group) rendezvous.Refresh(destination.Slot, 0);
        return (rendezvous, group);
    }
}
