using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class MinTreeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(700)]
    [InlineData(10_000)]
    public void Min_RandomChanges_IsWhatALookAtAllFinds(int count)
    {
        var random = new Random(count);
        var tree = new MinTree();
        tree.Reset(count);
        var scores = new double?[count];
        for (var i = 0; i < 20_000; i++)
        {
            var slot = random.Next(count);
            // Few different scores, so that there are ties at every level.
            scores[slot] = random.Next(4) == 0 ? null : random.Next(count < 50 ? 3 : 20);
            if (scores[slot] is { } score) tree.Set(slot, score);
            else tree.Remove(slot);
            if (count > 1000 && i % 50 != 0) continue;
            if (scores.Min() is not { } least) continue;

            Assert.Equal(least, scores[tree.Min(random)]);
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(100)]
    [InlineData(300)]
    public void Min_Ties_AreEquallyLikelyWhereverTheyAre(int count)
    {
        var random = new Random(3);
        var tree = new MinTree();
        tree.Reset(count);
        for (var slot = 0; slot < count; slot++) tree.Set(slot, slot % 3);
        var counts = new int[count];

        for (var i = 0; i < 50 * count * count; i++) counts[tree.Min(random)]++;

        Assert.All(Enumerable.Range(0, count).Where(slot => slot % 3 > 0), slot => Assert.Equal(0, counts[slot]));
        Statistics.AssertUniform([.. counts.Where((_, slot) => slot % 3 == 0)]);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.MaxValue)]
    public void Set_NoUsableNumber_IsTheLastChoiceButAChoice(double score)
    {
        var tree = new MinTree();
        tree.Reset(2);
        tree.Set(0, score);

        Assert.Equal(0, tree.Min(new Random(1)));
        tree.Set(1, 1e300);
        Assert.Equal(1, tree.Min(new Random(1)));
    }
}
