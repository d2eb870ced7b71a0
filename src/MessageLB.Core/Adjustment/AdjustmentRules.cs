using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;

namespace MessageLB.Core.Adjustment;

/// <summary>By what effective weights move. Immutable.</summary>
/// <param name="PerformanceThreshold">Performance relative to the others below which a weight is lowered, and above whose inverse it is raised. <value>0 (never) to 1.</value></param>
/// <param name="HealthThreshold">Health score below which a weight is lowered, in proportion. <value>0 (never) to 1.</value></param>
public readonly record struct AdjustmentRules(double PerformanceThreshold, double HealthThreshold)
{
    /// <summary>
    /// Least part of its configured weight that a destination keeps. With less it would get too few messages to show that it is quick again.
    /// </summary>
    public const double LeastFactor = 1.0 / 8;

    /// <summary>
    /// Most times its configured weight that a destination gets. It bounds what a worker gains that reports better figures than it has: among n
    /// equal destinations 4 ÷ (n + 3) of the messages.
    /// </summary>
    public const double MostFactor = 4;

    /// <summary>Units that the weights of an adjusted group are counted in, so that a configured weight of 1 can be lowered too.</summary>
    public const int Unit = 100;

    /// <summary>Part of the way, on a logarithmic scale, that a weight moves in one interval. After five intervals 3 % of the way are left.</summary>
    public const double Gain = 0.5;

    /// <summary>Fewest messages that a destination is judged by: the mean of so many is off by a quarter where service times are exponential.</summary>
    public const int LeastMessages = 20;

    /// <summary>Distance from its target at which a weight that moves comes to rest, as a logarithm: 5 %.</summary>
    public const double Rest = 0.05;

    /// <summary>Intervals without enough messages after which what was measured of a destination is not believed any more.</summary>
    public const int MostSilentIntervals = 10;

    /// <summary>How many times quicker than its messages look from here a worker may say it is, and be believed.</summary>
    public const double MostDoubt = 2;

    /// <summary>The rules of a group.</summary>
    public static AdjustmentRules Of(GroupConfig group)
    {
        ArgumentNullException.ThrowIfNull(group);
        // That policy multiplies weights by health itself.
        return new(group.DynamicAdjustment.PerformanceThreshold, group.Algorithm == RoutingPolicyNames.HealthBased ? 0 : group.DynamicAdjustment.HealthThreshold);
    }

    /// <summary>
    /// Whether a policy is better off with adjusted weights. Not one that follows service times by itself, which would count them twice, and not
    /// one that goes by no weight. One that is not built in is taken to go by weights.
    /// </summary>
    /// <param name="algorithm">Name of the policy, aliases resolved.</param>
    public static bool Suit(string algorithm) => algorithm is not (
        RoutingPolicyNames.ResponseTime or RoutingPolicyNames.CostAware or RoutingPolicyNames.Prequal
        or RoutingPolicyNames.LeastConnections or RoutingPolicyNames.RoundRobin or RoutingPolicyNames.Random or RoutingPolicyNames.First);

    /// <summary>Why the weights of a group are not adjusted; null if they are.</summary>
    public static string? Inactive(GroupConfig group)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (!group.DynamicAdjustment.Enabled) return "dynamic_adjustment is off";
        return Suit(group.Algorithm) ? null : $"'{group.Algorithm}' {Why(group.Algorithm)}";
    }

    /// <summary>Whether the weights of a group are adjusted.</summary>
    public static bool Apply(GroupConfig group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return group.DynamicAdjustment.Enabled && Suit(group.Algorithm);
    }

    private static string Why(string algorithm) => algorithm is RoutingPolicyNames.ResponseTime or RoutingPolicyNames.CostAware or RoutingPolicyNames.Prequal
        ? "follows the measured service times by itself, and adjusted weights would count them twice"
        : "goes by no weights";
}
