using Xunit;

namespace MessageLB.Core.Tests.Routing;

internal static class Statistics
{
    // Critical values of chi-square for 1, 2, 3 … degrees of freedom at a significance of one in a thousand.
    private static readonly double[] Critical = [10.828, 13.816, 16.266, 18.467, 20.515, 22.458, 24.322];

    /// <summary>Fails if the counts would come from equal chances less than once in a thousand times. Draws must be seeded.</summary>
    public static void AssertUniform(IReadOnlyCollection<int> counts)
    {
        var expected = counts.Average();
        var statistic = counts.Sum(c => (c - expected) * (c - expected) / expected);
        Assert.True(statistic < Critical[counts.Count - 2], $"chi-square {statistic:0.00} of {string.Join(", ", counts)}");
    }
}
