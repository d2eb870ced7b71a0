using MessageLB.CommandLine.Commands.Bench.Soak;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class SoakMemoryTests
{
    [Fact]
    public void Of_Samples_AreTheMediansOfTheFirstAndTheLastThird()
    {
        double[] heaps = [2, 9, 3, 50, 50, 50, 4, 5, 1];

        var memory = SoakMemory.Of([.. heaps.Select(heap => new SoakSample(heap, heap * 10))]);

        Assert.Equal(new SoakMemory(9, 3, 4, 30, 40), memory);
    }

    [Fact]
    public void Of_NoSamples_HoldsWithoutAVerdict()
    {
        var memory = SoakMemory.Of([]);

        Assert.Equal((false, true, 0d), (memory.Judged, memory.Holds, memory.Growth));
    }

    [Theory]
    [InlineData(15, 7, true)]
    [InlineData(15, 7.1, false)]
    [InlineData(14, 7.1, true)]
    public void Holds_HeapThatGrew_MayByFivePercentOfTheWorkingSetIfThereAreSamplesEnough(int samples, double atEnd, bool holds) =>
        Assert.Equal(holds, new SoakMemory(samples, 2, atEnd, 100, 300).Holds);
}
