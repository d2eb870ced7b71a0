using MessageLB.Simulation.Randomness;
using Xunit;

namespace MessageLB.Simulation.Tests.Randomness;

public sealed class Xoshiro256Tests
{
    private static Xoshiro256 Generator(int seed = 1) => new(seed, RandomStream.Services);

    [Fact]
    public void SplitMix64_FirstNumbers_AreThoseOfItsAuthors()
    {
        var generator = new SplitMix64(1234567);

        Assert.Equal(
            [6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL, 4593380528125082431UL, 16408922859458223821UL],
            Enumerable.Range(0, 5).Select(_ => generator.Next()));
    }

    [Fact]
    public void NextUInt64_FirstNumbers_AreThoseOfItsAuthors()
    {
        var generator = new Xoshiro256(1, 2, 3, 4);

        Assert.Equal(
            [11520UL, 0UL, 1509978240UL, 1215971899390074240UL, 1216172134540287360UL, 607988272756665600UL],
            Enumerable.Range(0, 6).Select(_ => generator.NextUInt64()));
    }

    [Fact]
    public void Sequences_OfSeedsStreamsAndNumbers_AreAllDifferent()
    {
        var firsts = new HashSet<ulong>();
        foreach (var seed in Enumerable.Range(-50, 100))
        {
            foreach (var stream in Enum.GetValues<RandomStream>())
            {
                for (var number = 0; number < 64; number++) Assert.True(firsts.Add(new Xoshiro256(seed, stream, number).NextUInt64()));
            }
        }
    }

    [Fact]
    public void NextDouble_ManyDraws_AreUniform()
    {
        var generator = Generator();
        var counts = new int[100];
        for (var i = 0; i < 100_000; i++) counts[(int)(generator.NextDouble() * 100)]++;

        // 99.9 % of chi-square with 99 degrees of freedom.
        Assert.InRange(counts.Sum(c => Math.Pow(c - 1000, 2) / 1000), 0, 148.2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1_000)]
    public void NextBelow_ManyDraws_AreUniformAndBelow(int bound)
    {
        var generator = Generator();
        var counts = new int[bound];
        for (var i = 0; i < 100 * bound; i++) counts[generator.NextBelow((ulong)bound)]++;

        // Far above any plausible quantile: mean degrees of freedom, standard deviation the root of twice that.
        var freedom = bound - 1;
        Assert.InRange(counts.Sum(c => Math.Pow(c - 100, 2) / 100), 0, freedom + (4 * Math.Sqrt(2 * freedom)) + 1);
    }

    [Fact]
    public void NextBelow_BoundAboveHalfOfAllNumbers_IsWithoutBias()
    {
        var generator = Generator();
        const ulong Bound = 3UL << 62;
        var upper = 0;
        for (var i = 0; i < 30_000; i++)
        {
            var drawn = generator.NextBelow(Bound);
            Assert.True(drawn < Bound);
            if (drawn >= Bound / 3 * 2) upper++;
        }

        Assert.InRange(upper, 9_600, 10_400);
    }

    [Fact]
    public void NextExponential_ManyDraws_HaveMeanAndVarianceOne()
    {
        var generator = Generator();
        double[] drawn = [.. Enumerable.Range(0, 500_000).Select(_ => generator.NextExponential())];

        Assert.Equal(1, drawn.Average(), 0.01);
        Assert.Equal(1, Moments.Variance(drawn), 0.02);
    }
}
