using MessageLB.Core.Groups;
using MessageLB.Core.Routing;

namespace MessageLB.Core.Distribution;

/// <summary>Which part of a group's messages a policy gives to each destination in the long run. Pure.</summary>
internal static class ExpectedShares
{
    /// <summary>What a policy's shares are expected from.</summary>
    /// <param name="policy">Its name as resolved; one that is not built in has no expectation.</param>
    public static ShareBasis BasisOf(string policy) => policy switch
    {
        RoutingPolicyNames.RoundRobin or RoutingPolicyNames.Random => ShareBasis.Equal,
        RoutingPolicyNames.WeightedRoundRobin or RoutingPolicyNames.WeightedRandom => ShareBasis.Weights,
        RoutingPolicyNames.HealthBased => ShareBasis.Health,
        RoutingPolicyNames.ConsistentHash => ShareBasis.Keys,
        _ => ShareBasis.None,
    };

    /// <summary>A destination's part beside those of the others. <value>0 or more; to be divided by their sum.</value></summary>
    public static double PartOf(ShareBasis basis, DestinationState destination) => basis switch
    {
        ShareBasis.Equal => 1,
        ShareBasis.Weights => destination.Weight,
        // Keys are at home by the weights as configured, whatever adjustment makes of them.
        ShareBasis.Keys => destination.HomeWeight,
        ShareBasis.Health => destination.Weight * destination.HealthScore,
        _ => 0,
    };
}
