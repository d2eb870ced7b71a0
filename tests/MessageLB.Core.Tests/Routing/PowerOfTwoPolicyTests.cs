using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class PowerOfTwoPolicyTests : RoutingPolicyContract
{
    protected override string PolicyName => RoutingPolicyNames.PowerOfTwo;

    [Fact]
    public void Pick_OfTwo_IsAlwaysTheLessLoaded()
    {
        // Drawing the same one twice would take the busier a quarter of the time.
        var group = new[] { Fleet.Destination(0, inFlight: 5), Fleet.Destination(1, inFlight: 4) };

        Assert.Equal(new string('b', 200), Fleet.Picker(Create()).Picks(group, 200));
    }

    [Theory]
    [InlineData(10, 4, 20, 8, "b")] // 5 ÷ 10 against 9 ÷ 20
    [InlineData(10, 4, 20, 9, "ab")] // 5 ÷ 10 against 10 ÷ 20
    [InlineData(10, 4, 20, 10, "a")] // 5 ÷ 10 against 11 ÷ 20
    public void Pick_DifferentWindows_IsTheOneWithTheSmallerPartInUse(int limitA, int inFlightA, int limitB, int inFlightB, string expected)
    {
        var group = new[] { Fleet.Destination(0, limit: limitA, inFlight: inFlightA), Fleet.Destination(1, limit: limitB, inFlight: inFlightB) };

        var picks = Fleet.Picker(Create()).Picks(group, 100);

        Assert.Equal(expected, string.Concat(picks.Distinct().Order()));
    }

    [Theory]
    [InlineData(300, 8, "a")] // 9 ÷ 3 against 4 ÷ 1
    [InlineData(200, 8, "b")] // 9 ÷ 2
    public void Pick_Weight_DividesTheLoad(int weight, int inFlight, string expected)
    {
        var group = new[] { Fleet.Destination(0, weight: weight, inFlight: inFlight), Fleet.Destination(1, weight: 100, inFlight: 3) };

        Assert.Equal(new string(expected[0], 20), Fleet.Picker(Create()).Picks(group, 20));
    }

    [Fact]
    public void Pick_AllAlike_EverybodyHasTheSameChance()
    {
        var picks = Fleet.Picker(Create(), seed: 3).Picks(Fleet.Weighted(1, 1, 1, 1, 1), 20_000);

        Statistics.AssertUniform([.. "abcde".Select(name => picks.Count(p => p == name))]);
    }

    [Fact]
    public void Pick_OneBusierThanAll_IsNeverChosenAndTheLeastGetsTwiceItsShare()
    {
        int[] inFlight = [0, 1, 1, 1, 9];
        var group = inFlight.Select((n, slot) => Fleet.Destination(slot, inFlight: n)).ToArray();

        var picks = Fleet.Picker(Create(), seed: 3).Picks(group, 20_000);

        // The least wins each of the 4 pairs of 10 that it is in; the other six pairs go to b, c and d, two each.
        Statistics.AssertShares([.. "abcd".Select(name => picks.Count(p => p == name))], [4, 2, 2, 2]);
        Assert.DoesNotContain('e', picks);
    }
}
