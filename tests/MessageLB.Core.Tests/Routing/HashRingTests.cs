using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class HashRingTests
{
    [Fact]
    public void Rebase_ManyChanges_IsTheRingThatOneStepWouldMake()
    {
        var random = new Random(11);
        var ring = new HashRing();
        var slots = new DestinationState?[300];
        for (var change = 0; change < 60; change++)
        {
            for (var i = 0; i < random.Next(1, 20); i++)
            {
                var slot = random.Next(slots.Length);
                if (slots[slot] is null || random.Next(3) == 0) slots[slot] = Fleet.Destination(slot, $"w{change}-{i}", weight: random.Next(50, 200));
                else if (random.Next(2) == 0) slots[slot] = null;
                else slots[slot]!.Weight = random.Next(50, 200);
            }

            var snapshot = Fleet.Snapshot(slots.OfType<DestinationState>());
            if (snapshot.Eligible.Length == 0) continue;
            ring.Rebase(snapshot);
            var anew = new HashRing();
            anew.Rebase(snapshot);
            for (var i = 0; i < 500; i++)
            {
                var hash = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
                Assert.Equal(anew.Find(hash), ring.Find(hash));
            }

            Assert.Equal(anew.Find(0), ring.Find(0));
            Assert.Equal(anew.Find(ulong.MaxValue), ring.Find(ulong.MaxValue));
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    public void Find_EqualWeights_SharesAreNearlyEqual(int count)
    {
        var ring = new HashRing();
        ring.Rebase(Fleet.Snapshot(Enumerable.Range(0, count).Select(slot => Fleet.Destination(slot, $"w{slot}"))));
        var random = new Random(5);
        var keys = new int[count];
        var total = 4000 * count;

        for (var i = 0; i < total; i++) keys[ring.Find((ulong)random.NextInt64(long.MinValue, long.MaxValue))]++;

        // 320 points each: a standard deviation of one eighteenth, and one sixtieth from the draw.
        Assert.InRange(keys.Max() / 4000.0, 1, 1.28);
        Assert.InRange(keys.Min() / 4000.0, 0.75, 1);
        Assert.True(keys.Count(k => k <= 1.2 * 4000) >= 0.99 * count);
    }

    [Fact]
    public void Find_VeryLightDestinations_EachHasAPlace()
    {
        var ring = new HashRing();
        ring.Rebase(Fleet.Snapshot(Enumerable.Range(0, 2000).Select(slot => Fleet.Destination(slot, $"w{slot}", weight: slot < 40 ? 1 : 1000))));

        var found = Enumerable.Range(0, 1 << 22).Select(place => ring.Find((ulong)place << 42)).Distinct().Count();

        Assert.Equal(2000, found);
    }
}
