using MessageLB.Core.Groups;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

public sealed class DestinationSupplyTests
{
    [Fact]
    public void Make_AsManyAsAGroupMayHave_EachHasItsNameAndSlotAndOneListOfWatchers()
    {
        var supply = new DestinationSupply("g", name => Names.WorkQueue("g", name));

        var made = Enumerable.Range(0, GroupUpdater.MaxDestinations).Select(slot => supply.Make($"w{slot}", slot)).ToList();

        Assert.Equal(Enumerable.Range(0, made.Count).Select(slot => ("g", $"w{slot}", slot)), made.Select(d => (d.Group, d.Name, d.Slot)));
        Assert.Equal("messagelb.work.g.w9", made[9].Queue);
        Assert.Single(made.Select(d => d.Watchers).Distinct());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void Make_SlotUsedAgain_IsANewDestination(int slot)
    {
        var supply = new DestinationSupply("g", name => Names.WorkQueue("g", name));
        var made = Enumerable.Range(0, 30).Select(s => supply.Make($"w{s}", s)).ToList();

        var again = supply.Make("new", slot);

        Assert.NotSame(made[slot], again);
        Assert.Equal(($"w{slot}", "new", slot), (made[slot].Name, again.Name, again.Slot));
        Assert.Same(made[slot].Watchers, again.Watchers);
    }
}
