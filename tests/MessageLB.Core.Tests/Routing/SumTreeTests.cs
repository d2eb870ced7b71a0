using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class SumTreeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(65)]
    [InlineData(700)]
    [InlineData(10_000)]
    public void At_RandomChanges_IsWhatAWalkFinds(int count)
    {
        var random = new Random(count);
        var tree = new SumTree();
        tree.Reset(count);
        var weights = new long[count];
        for (var i = 0; i < 3000; i++)
        {
            var slot = random.Next(count);
            weights[slot] = random.Next(3) == 0 ? 0 : random.Next(1, 1_000_001);
            tree.Set(slot, weights[slot]);
            if (count > 1000 && i % 50 != 0) continue;

            Assert.Equal(weights.Sum(), tree.Total);
            if (tree.Total == 0) continue;
            var point = random.Next(4) switch { 0 => 0, 1 => tree.Total - 1, _ => random.NextInt64(tree.Total) };
            Assert.Equal(Walk(weights, point), tree.At(point));
        }
    }

    [Fact]
    public void Reset_AfterUse_IsEmpty()
    {
        var tree = new SumTree();
        tree.Reset(100);
        tree.Set(7, 5);

        tree.Reset(3);
        tree.Set(2, 1);

        Assert.Equal((1, 2), (tree.Total, tree.At(0)));
    }

    private static int Walk(long[] weights, long point)
    {
        var slot = 0;
        while (point >= weights[slot]) point -= weights[slot++];
        return slot;
    }
}
