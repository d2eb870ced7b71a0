using MessageLB.Simulation.Randomness;
using Xunit;

namespace MessageLB.Simulation.Tests.Randomness;

public sealed class SeededRandomTests
{
    private static SeededRandom Generator(int seed = 1) => new(new Xoshiro256(seed, RandomStream.Policies));

    [Fact]
    public void EveryDraw_SameSeed_IsTheSame()
    {
        var (one, other) = (Generator(), Generator());

        Assert.Equal(Draws(one), Draws(other));
        Assert.NotEqual(Draws(Generator()), Draws(Generator(2)));
    }

    [Fact]
    public void Next_WithBounds_CoversThemEvenly()
    {
        var random = Generator();
        var counts = new int[10];
        for (var i = 0; i < 10_000; i++) counts[random.Next(-3, 7) + 3]++;

        Assert.All(counts, c => Assert.InRange(c, 850, 1150));
    }

    [Fact]
    public void Next_EmptyAndSingleRanges_GiveTheirStart()
    {
        var random = Generator();

        Assert.Equal(0, random.Next(0));
        Assert.Equal(0, random.Next(1));
        Assert.Equal(5, random.Next(5, 5));
        Assert.Equal(5, random.NextInt64(5, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(2, 1));
    }

    [Fact]
    public void NextInt64_WholeRange_HasBothSigns()
    {
        var random = Generator();
        var drawn = Enumerable.Range(0, 100).Select(_ => random.NextInt64(long.MinValue, long.MaxValue)).ToList();

        Assert.Contains(drawn, d => d < 0);
        Assert.Contains(drawn, d => d > 0);
    }

    [Fact]
    public void NextDouble_AndNextSingle_AreBelowOne()
    {
        var random = Generator();
        for (var i = 0; i < 10_000; i++)
        {
            Assert.InRange(random.NextDouble(), 0, 1 - double.Epsilon);
            Assert.InRange(random.NextSingle(), 0, 1 - float.Epsilon);
        }
    }

    [Fact]
    public void NextBytes_AnyLength_FillsAll()
    {
        var random = Generator();
        var bytes = new byte[1003];

        random.NextBytes(bytes);

        Assert.True(bytes.Distinct().Count() > 200);
        Assert.NotEqual(0, bytes[^1] | bytes[^2] | bytes[^3]);
    }

    private static object[] Draws(SeededRandom random)
    {
        var bytes = new byte[9];
        random.NextBytes(bytes);
        return [random.Next(), random.Next(100), random.Next(-5, 5), random.NextInt64(), random.NextInt64(9), random.NextDouble(), random.NextSingle(), Convert.ToHexString(bytes)];
    }
}
