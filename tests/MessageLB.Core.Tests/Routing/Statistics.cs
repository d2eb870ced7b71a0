using Xunit;

namespace MessageLB.Core.Tests.Routing;

internal static class Statistics
{
    /// <summary>Fails if the counts would come from equal chances less than once in a thousand times. Draws must be seeded.</summary>
    public static void AssertUniform(IReadOnlyCollection<int> counts) => AssertShares(counts, [.. counts.Select(_ => 1)]);

    /// <summary>The same for chances in proportion to weights.</summary>
    public static void AssertShares(IReadOnlyCollection<int> counts, IReadOnlyCollection<int> weights)
    {
        var perWeight = counts.Sum() / (double)weights.Sum();
        var statistic = counts.Zip(weights, (c, w) => (c - (w * perWeight)) * (c - (w * perWeight)) / (w * perWeight)).Sum();
        Assert.True(statistic < Critical(counts.Count - 1), $"chi-square {statistic:0.00} of {string.Join(", ", counts)}");
    }

    // Of chi-square at a significance of one in a thousand, by Wilson and Hilferty (1931): within half a per cent from 3 degrees of freedom on.
    private static double Critical(int freedom)
    {
        const double normal = 3.0902;
        var spread = 2.0 / (9 * freedom);
        return freedom * Math.Pow(1 - spread + (normal * Math.Sqrt(spread)), 3);
    }
}
