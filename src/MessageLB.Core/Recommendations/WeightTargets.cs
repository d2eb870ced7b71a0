using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;

namespace MessageLB.Core.Recommendations;

/// <summary>Weights that say what destinations can do. Pure.</summary>
public static class WeightTargets
{
    // The error of a rounded weight must be small beside the differences that weights are changed for.
    private const double MostRoundingError = 0.05;

    /// <summary>Whether a policy goes by configured weights; one that is not built in is taken to.</summary>
    /// <param name="policy">Name, aliases resolved.</param>
    public static bool Count(string policy) => policy is not (
        RoutingPolicyNames.RoundRobin or RoutingPolicyNames.Random or RoutingPolicyNames.LeastConnections or RoutingPolicyNames.ResponseTime
        or RoutingPolicyNames.Prequal or RoutingPolicyNames.First or RoutingPolicyNames.CostAware);

    /// <summary>
    /// Weights in proportion to measured capacity (concurrency ÷ mean service time), on the scale of the present ones: the median of weight per
    /// capacity stays, times a power of ten where whole numbers would be too coarse.
    /// </summary>
    /// <param name="situation">The group.</param>
    /// <returns>A weight for each working destination with a weight; empty if the weights are as they should be, or nobody goes by them.</returns>
    public static IReadOnlyDictionary<string, int> Of(GroupSituation situation)
    {
        ArgumentNullException.ThrowIfNull(situation);
        var none = new Dictionary<string, int>();
        if (!Count(situation.Policy) || situation.Adjusts) return none;
        // Weight 0 is a decision of people: it is to get nothing.
        List<DestinationSituation> judged = [.. situation.Working.Where(d => d.Weight > 0)];
        if (judged.Count < 2 || Spread(judged) <= RecommendationRules.WeightBand) return none;
        double[] scales = [.. judged.Select(d => d.Weight / d.Capacity).Order()];
        var scale = scales[scales.Length / 2];
        while (judged.Any(d => IsCoarse(d.Capacity * scale)) && judged.Max(d => d.Capacity) * scale * 10 <= DestinationConfig.HeaviestWeight) scale *= 10;
        return judged.ToDictionary(d => d.Name, d => (int)Math.Clamp(Math.Round(d.Capacity * scale), 1, DestinationConfig.HeaviestWeight), StringComparer.Ordinal);
    }

    /// <summary>How many times more one destination can do for its weight than another.</summary>
    private static double Spread(List<DestinationSituation> judged)
    {
        double[] each = [.. judged.Select(d => d.Capacity / d.Weight)];
        return each.Max() / each.Min();
    }

    private static bool IsCoarse(double weight) => Math.Abs(Math.Max(1, Math.Round(weight)) - weight) > MostRoundingError * weight;
}
