using MessageLB.Simulation.Randomness;
using MessageLB.Simulation.Statistics;
using Xunit;

namespace MessageLB.Simulation.Tests.Statistics;

public sealed class ResponseTimeHistogramTests
{
    private static readonly double[] Parts = [0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1];

    [Fact]
    public void Precision_IsWithinHalfAPercent() => Assert.InRange(ResponseTimeHistogram.Precision, 0, 0.005);

    [Fact]
    public void Percentile_TimesOfAnySize_IsWithinThePrecision()
    {
        var random = new Xoshiro256(1, RandomStream.Services);
        for (var trial = 0; trial < 300; trial++)
        {
            // Between a nanosecond and a century, up to twelve octaves wide.
            var (from, octaves) = (random.NextDouble() * 50, random.NextDouble() * 12);
            long[] times = [.. Enumerable.Range(0, 1 + (int)random.NextBelow(2000)).Select(_ => (long)Math.Pow(2, from + (octaves * random.NextDouble())))];
            var histogram = Of(times);

            Array.Sort(times);
            foreach (var part in Parts)
            {
                var exact = times[Math.Max(1, (int)Math.Ceiling(part * times.Length)) - 1];
                Assert.Equal(exact, histogram.Percentile(part), exact * ResponseTimeHistogram.Precision);
            }
        }
    }

    [Fact]
    public void Percentile_SmallTimes_AreExact()
    {
        foreach (var time in Enumerable.Range(0, 256)) Assert.Equal(time, Of(time).Percentile(0.5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData((1L << 40) - 1)]
    [InlineData(1L << 40)]
    [InlineData(long.MaxValue)]
    public void Percentile_AtTheEdgeOfAnOctave_IsWithinThePrecision(long time) =>
        Assert.Equal(time, Of(time).Percentile(1), time * ResponseTimeHistogram.Precision);

    [Fact]
    public void Percentile_Nothing_IsZero() => Assert.Equal(0, Of().Percentile(0.99));

    [Fact]
    public void Add_Another_CountsBoth()
    {
        var one = Of(1, 2, 3);

        one.Add(Of(4, 1_000_000));

        Assert.Equal(5, one.Count);
        Assert.Equal(3, one.Percentile(0.6));
        Assert.Equal(4, one.Percentile(0.8));
        Assert.Equal(1_000_000, one.Percentile(1), 1_000_000 * ResponseTimeHistogram.Precision);
    }

    private static ResponseTimeHistogram Of(params IEnumerable<long> times)
    {
        var histogram = new ResponseTimeHistogram();
        foreach (var time in times) histogram.Add(time);
        return histogram;
    }
}
