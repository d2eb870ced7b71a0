namespace MessageLB.Simulation.Statistics;

/// <summary>Estimates from a few independent runs.</summary>
internal static class StudentT
{
    // Two-sided 95 % quantiles of Student's t for 1 to 30 degrees of freedom.
    private static readonly double[] Quantiles =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
        2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
        2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    /// <summary>Mean and 95 % half width; values that are not numbers (a run without any) do not count.</summary>
    public static Estimate Of(IEnumerable<double> values)
    {
        double[] known = [.. values.Where(v => !double.IsNaN(v))];
        if (known.Length == 0) return default;
        var mean = known.Average();
        if (known.Length == 1) return new Estimate(mean, 0);
        var variance = known.Sum(v => (v - mean) * (v - mean)) / (known.Length - 1);
        return new Estimate(mean, Quantile(known.Length - 1) * Math.Sqrt(variance / known.Length));
    }

    /// <summary>Beyond the table the normal distribution's with the first two terms of its expansion, good to a thousandth.</summary>
    private static double Quantile(int freedom) => freedom <= Quantiles.Length
        ? Quantiles[freedom - 1]
        : 1.95996 + (2.3722 / freedom) + (2.8225 / ((double)freedom * freedom));
}
