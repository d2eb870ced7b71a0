using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class WeightedRoundRobinPolicyTests : RoutingPolicyContract
{
    protected override string PolicyName => RoutingPolicyNames.WeightedRoundRobin;

    [Fact]
    public void Pick_NginxsExample_IsTheSequenceThatItDocuments()
    {
        var picker = Fleet.Picker(Create());

        Assert.Equal("aabacaaaabacaa", picker.Picks(Fleet.Weighted(5, 1, 1), 14));
    }

    [Theory]
    [InlineData(50, 30, 20)]
    [InlineData(3, 3, 3)]
    [InlineData(1, 1000, 1)]
    [InlineData(7, 11, 13)]
    public void Pick_OneRound_HasExactProportionsAtAnyTimeAfter(int a, int b, int c)
    {
        var picker = Fleet.Picker(Create());
        var snapshot = Fleet.Snapshot(Fleet.Weighted(a, b, c));
        for (var round = 0; round < 3; round++)
        {
            var picks = picker.Picks(snapshot, a + b + c);

            Assert.Equal((a, b, c), (picks.Count(p => p == 'a'), picks.Count(p => p == 'b'), picks.Count(p => p == 'c')));
        }
    }

    [Fact]
    public void Pick_Anywhere_IsNeverMoreThanOneFromTheExactShare()
    {
        var picker = Fleet.Picker(Create());
        var picks = picker.Picks(Fleet.Weighted(50, 30, 20), 1000);
        for (var length = 1; length <= picks.Length; length++)
        {
            var soFar = picks[..length];
            Assert.InRange(soFar.Count(p => p == 'a') - (length * 0.5), -1, 1);
            Assert.InRange(soFar.Count(p => p == 'b') - (length * 0.3), -1, 1);
            Assert.InRange(soFar.Count(p => p == 'c') - (length * 0.2), -1, 1);
        }
    }

    [Fact]
    public void Pick_ShortStall_IsCaughtUp()
    {
        var picker = Fleet.Picker(Create());
        var group = Fleet.Weighted(50, 30, 20);
        var snapshot = Fleet.Snapshot(group);
        group[0].Credit.Resize(0);
        var stalled = picker.Picks(snapshot, 40);
        Assert.DoesNotContain('a', stalled);

        group[0].Credit.Resize(1);
        var picks = stalled + picker.Picks(snapshot, 160);

        Assert.Equal((100, 60, 40), (picks.Count(p => p == 'a'), picks.Count(p => p == 'b'), picks.Count(p => p == 'c')));
    }

    [Fact]
    public void Pick_LongStall_IsCaughtUpOnAHundredPicksAndARoundOnly()
    {
        var picker = Fleet.Picker(Create());
        var group = Fleet.Weighted(1, 1);
        var snapshot = Fleet.Snapshot(group);
        group[0].Credit.Resize(0);
        picker.Picks(snapshot, 10_000);

        group[0].Credit.Resize(1);

        Assert.Equal(new string('a', 100), picker.Picks(snapshot, 100));
        picker.Picks(snapshot, 4);
        var after = picker.Picks(snapshot, 100);
        Assert.Equal(50, after.Count(p => p == 'a'));
    }

    [Fact]
    public void Pick_WhoHadTheWorkOfTheStuckOnesLeaves_TheOthersShareAgain()
    {
        var picker = Fleet.Picker(Create());
        var group = Fleet.Weighted(1, 1, 1);
        group[0].Credit.Resize(0);
        group[1].Credit.Resize(0);
        Assert.Equal(new string('c', 5000), picker.Picks(group, 5000));

        group[0].Credit.Resize(1);
        group[1].Credit.Resize(1);
        var picks = picker.Picks([group[0], group[1]], 100);

        Assert.Equal(50, picks.Count(p => p == 'b'));
    }

    [Fact]
    public void Pick_StuckOneComesBackWithAMillionthOfItsWeight_DoesNotStarveTheOther()
    {
        var picker = Fleet.Picker(Create());
        var group = Fleet.Weighted(1_000_000, 1);
        group[0].Credit.Resize(0);
        picker.Picks(group, 5000);

        group[0].Weight = 1;
        group[0].Credit.Resize(1);
        var picks = picker.Picks(group, 1000);

        Assert.InRange(picks.Count(p => p == 'b'), 400, 600);
    }

    [Fact]
    public void Pick_WeightChanged_HasTheNewProportionsAtOnce()
    {
        var picker = Fleet.Picker(Create());
        var group = Fleet.Weighted(1, 1);
        picker.Picks(group, 101);

        group[0].Weight = 3;
        var picks = picker.Picks(group, 400);

        Assert.InRange(picks.Count(p => p == 'a'), 299, 301);
    }

    [Fact]
    public void Pick_AnotherTakesTheSlot_OwesNothingOfTheOldOne()
    {
        var picker = Fleet.Picker(Create());
        var group = Fleet.Weighted(1, 1);
        group[0].Credit.Resize(0);
        picker.Picks(group, 1000);

        var picks = picker.Picks([Fleet.Destination(0, "x", weight: 1), group[1]], 100);

        Assert.Equal(50, picks.Count(p => p == 'x'));
    }

    [Fact]
    public void Pick_LeftAndBack_IsOwedNothing()
    {
        var picker = Fleet.Picker(Create());
        var group = Fleet.Weighted(1, 1, 1);
        group[0].Credit.Resize(0);
        picker.Picks(group, 1000);
        picker.Picks([group[1], group[2]], 10);

        group[0].Credit.Resize(1);
        var picks = picker.Picks(group, 99);

        Assert.InRange(picks.Count(p => p == 'a'), 32, 34);
    }

    [Fact]
    public void Pick_RandomStallsAndChanges_SharesStayProportional()
    {
        var random = new Random(99);
        var picker = Fleet.Picker(Create());
        var group = Fleet.Weighted(50, 30, 20, 1);
        var counts = new int[4];
        for (var i = 0; i < 200; i++)
        {
            // Everybody stalls now and then, for fewer picks than may be caught up on.
            var stalled = group[random.Next(group.Length)];
            stalled.Credit.Resize(0);
            Count(picker, Fleet.Snapshot(group), random.Next(30), counts);
            stalled.Credit.Resize(1_000_000);
            Count(picker, Fleet.Snapshot(group), 200, counts);
        }

        var total = (double)counts.Sum();
        Assert.Equal(50 / 101.0, counts[0] / total, 0.002);
        Assert.Equal(30 / 101.0, counts[1] / total, 0.002);
        Assert.Equal(20 / 101.0, counts[2] / total, 0.002);
        Assert.Equal(1 / 101.0, counts[3] / total, 0.002);
    }

    private static void Count(DestinationPicker picker, GroupSnapshot snapshot, int picks, int[] counts)
    {
        for (var i = 0; i < picks; i++)
        {
            var picked = picker.Pick(snapshot)!;
            picked.Credit.Return(1);
            counts[picked.Slot]++;
        }
    }
}
