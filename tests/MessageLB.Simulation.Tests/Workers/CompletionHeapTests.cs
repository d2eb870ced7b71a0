using MessageLB.Simulation.Randomness;
using MessageLB.Simulation.Workers;
using MessageLB.Simulation.Workloads;
using Xunit;

namespace MessageLB.Simulation.Tests.Workers;

public sealed class CompletionHeapTests
{
    [Fact]
    public void Take_RandomSequences_ComeInTheOrderOfTimeAndPlanning()
    {
        var random = new Xoshiro256(1, RandomStream.Services);
        var heap = new CompletionHeap();
        var model = new List<(long Due, int Message)>();
        for (var step = 0; step < 4_000; step++)
        {
            if (model.Count > 0 && random.NextBelow(100) < (step < 2_000 ? 40UL : 60UL))
            {
                // Few different times, so that many are equal; a stable search finds the one that was planned first.
                var first = model.MinBy(m => m.Due);
                model.Remove(first);
                var taken = heap.Take();
                Assert.Equal(first, (taken.Due, taken.Message));
            }
            else
            {
                var due = (long)random.NextBelow(50);
                heap.Add(due, step, plan: 0);
                model.Add((due, step));
            }

            Assert.Equal(model.Count, heap.Count);
            Assert.Equal(model.Count == 0 ? VirtualTime.Never : model.Min(m => m.Due), heap.NextDue);
        }
    }
}
