using MessageLB.Core.Forwarding;
using MessageLB.Core.Hashing;
using Xunit;

namespace MessageLB.Core.Tests.Forwarding;

public sealed class WeightedSplitTests
{
    [Theory]
    [InlineData(0ul, 0)]
    [InlineData(ulong.MaxValue / 10 * 9, 0)]
    [InlineData(ulong.MaxValue, 1)]
    public void Of_Number_IsOnTheSideOfItsShare(ulong number, int side) =>
        Assert.Equal(side, new WeightedSplit([90, 10]).Of(number));

    [Fact]
    public void Of_SideWithoutWeight_GetsNothing()
    {
        var split = new WeightedSplit([0, 5, 0, 5, 0]);

        Assert.Equal([1, 3], Enumerable.Range(0, 1000).Select(i => split.Of(StableHash.Again((ulong)i, 0))).Distinct().Order());
    }

    [Fact]
    public void Of_WeightMovedFromOneSideToTheOther_MovesOnlyThatPartOfTheKeys()
    {
        var (before, after) = (new WeightedSplit([90, 10]), new WeightedSplit([80, 20]));
        var keys = Enumerable.Range(0, 100_000).Select(i => StableHash.Of($"customer-{i}".AsSpan())).ToList();

        var moved = keys.Where(key => before.Of(key) != after.Of(key)).ToList();

        // 10 % of 100,000, within four standard deviations (95 each).
        Assert.InRange(moved.Count, 9620, 10_380);
        Assert.All(moved, key => Assert.Equal((0, 1), (before.Of(key), after.Of(key))));
        Assert.InRange(keys.Count(key => before.Of(key) == 1), 9620, 10_380);
    }
}
