namespace MessageLB.Simulation.Tests;

/// <summary>Moments of samples.</summary>
internal static class Moments
{
    public static double Variance(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return values.Sum(v => (v - mean) * (v - mean)) / values.Count;
    }
}
