using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class CandidateSetTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(5000)]
    public void Set_RandomComingAndGoing_IsASortedSet(int slots)
    {
        var random = new Random(slots);
        var all = Enumerable.Range(0, slots).Select(slot => new DestinationState("g", $"w{slot}", slot)).ToArray();
        var set = new CandidateSet();
        set.Reset(all);
        var model = new SortedSet<int>();
        for (var i = 0; i < 5000; i++)
        {
            var slot = random.Next(slots);
            if (random.Next(2) == 0)
            {
                set.Add(all[slot]);
                model.Add(slot);
            }
            else
            {
                set.Remove(all[slot]);
                model.Remove(slot);
            }

            Assert.Equal(model.Count, set.Count);
            Assert.Equal(model.Contains(slot), set.Contains(all[slot]));
            if (model.Count == 0) continue;
            var from = random.Next(-1, slots);
            var next = model.GetViewBetween(Math.Min(from + 1, slots), slots);
            Assert.Equal(next.Count > 0 ? next.Min : model.Min, set.After(from).Slot);
            Assert.Equal(model.Min, set.First.Slot);
            if (i % 100 == 0) Assert.Equal(model, set.Items.ToArray().Select(d => d.Slot).Order());
        }
    }

    [Fact]
    public void Contains_AnotherInTheSameSlot_IsFalse()
    {
        var set = new CandidateSet();
        var candidate = new DestinationState("g", "a", 0);
        set.Reset([candidate]);
        set.Add(candidate);

        Assert.False(set.Contains(new DestinationState("g", "b", 0)));
        Assert.False(set.Contains(new DestinationState("g", "c", 99)));
    }
}
