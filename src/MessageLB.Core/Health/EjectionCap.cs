using MessageLB.Core.Configuration;

namespace MessageLB.Core.Health;

/// <summary>
/// How many destinations of a group may be ejected, so that what is everybody's trouble does not leave nobody: a share of them, at
/// least one, and never the last one that works (Envoy's <c>max_ejection_percent</c>). Pure.
/// </summary>
internal static class EjectionCap
{
    // 0.29 × 100 is 28.999999999999996.
    private const double Rounding = 1e-9;

    /// <summary>How many more may be ejected now.</summary>
    /// <param name="largestShare"><see cref="EjectionConfig.LargestShare"/>.</param>
    /// <param name="destinations">Destinations of the group, whatever their condition.</param>
    /// <param name="ejected">Those of them that are ejected, half-open ones included.</param>
    /// <param name="working">Those of them that get messages.</param>
    public static int Room(double largestShare, int destinations, int ejected, int working)
    {
        var most = Math.Max(1, (int)Math.Floor((largestShare * destinations) + Rounding));
        return Math.Max(0, Math.Min(most - ejected, working - 1));
    }
}
