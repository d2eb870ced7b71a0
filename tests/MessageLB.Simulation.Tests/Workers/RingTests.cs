using MessageLB.Simulation.Randomness;
using MessageLB.Simulation.Workers;
using Xunit;

namespace MessageLB.Simulation.Tests.Workers;

public sealed class RingTests
{
    [Fact]
    public void Take_RandomSequences_ComesFirstInFirstOut()
    {
        var random = new Xoshiro256(1, RandomStream.Services);
        var ring = new Ring<int>();
        var model = new Queue<int>();
        for (var step = 0; step < 20_000; step++)
        {
            if (random.NextBelow(100) < 55)
            {
                ring.Add(step);
                model.Enqueue(step);
            }
            else if (model.Count > 0)
            {
                Assert.Equal(model.Peek(), ring.First);
                Assert.Equal(model.Dequeue(), ring.Take());
            }

            Assert.Equal(model.Count, ring.Count);
        }

        Assert.True(model.Count > 500);
    }
}
