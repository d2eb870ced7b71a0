using MessageLB.Core.InProcess;
using MessageLB.Core.Routing;

namespace MessageLB.Simulation;

/// <summary>Recommendations for a balancer within a process.</summary>
public static class LoadBalancerRecommendations
{
    private static readonly TimeSpan DefaultWindow = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Says what would make the balancer better: each change is simulated with what was measured before it is named. Takes seconds on all cores, so not for
    /// the thread that calls wait for; thread-safe. Calls that get nobody are simulated as if they waited.
    /// </summary>
    /// <param name="balancer">The balancer.</param>
    /// <param name="window">How far back: one minute, five minutes or one hour. <value>Default: five minutes.</value></param>
    /// <param name="options">How thoroughly; null for the defaults.</param>
    /// <param name="policies">Policies that are known; null for the built-in ones.</param>
    /// <param name="cancellationToken">Ends the runs soon.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such window.</exception>
    public static RecommendationReport Recommend(
        this LoadBalancer balancer, TimeSpan? window = null, RecommenderOptions? options = null, RoutingPolicyRegistry? policies = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(balancer);
        return new Recommender(policies ?? RoutingPolicyRegistry.BuiltIn).Recommend(balancer.Situation(window ?? DefaultWindow), options, progress: null, cancellationToken);
    }
}
