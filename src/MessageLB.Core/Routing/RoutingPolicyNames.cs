namespace MessageLB.Core.Routing;

/// <summary>
/// Names of the built-in routing policies, as written in configuration. Names are compared without case, and <c>-</c> equals
/// <c>_</c>; the spellings of NGINX, HAProxy, Envoy and YARP resolve as aliases. Thread-safe.
/// </summary>
public static class RoutingPolicyNames
{
    /// <summary>Each destination in turn, weights ignored. Good for equal workers and equal messages.</summary>
    public const string RoundRobin = "round_robin";

    /// <summary>Each destination in turn, in proportion to its weight and evenly interleaved (NGINX's smooth scheme).</summary>
    public const string WeightedRoundRobin = "weighted_round_robin";

    /// <summary>Any destination with equal chance.</summary>
    public const string Random = "random";

    /// <summary>Any destination with a chance in proportion to its weight.</summary>
    public const string WeightedRandom = "weighted_random";

    /// <summary>The destination with the fewest messages in flight.</summary>
    public const string LeastConnections = "least_connections";

    /// <summary>The destination with the fewest messages in flight for its weight.</summary>
    public const string WeightedLeastConnections = "weighted_least_connections";

    /// <summary>The less loaded of two destinations drawn at random.</summary>
    public const string PowerOfTwo = "power_of_two";

    /// <summary>The destination expected to finish the message first, from measured service times and what waits there.</summary>
    public const string ResponseTime = "response_time";

    /// <summary>The same destination for the same key while it lives, with a bound on uneven load.</summary>
    public const string ConsistentHash = "consistent_hash";

    /// <summary>In proportion to weight and measured health.</summary>
    public const string HealthBased = "health_based";

    /// <summary>Of the destinations that are not hot the fastest, else the least loaded (Prequal's rule).</summary>
    public const string Prequal = "prequal";

    /// <summary>The first destination until its window is full, then the next, so that the last ones can be switched off.</summary>
    public const string First = "first";

    /// <summary>The cheapest destination whose expected response time meets the objective.</summary>
    public const string CostAware = "cost_aware";

    /// <summary>Every name, in the order of the documentation.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        RoundRobin, WeightedRoundRobin, Random, WeightedRandom, LeastConnections, WeightedLeastConnections, PowerOfTwo,
        ResponseTime, ConsistentHash, HealthBased, Prequal, First, CostAware,
    ];

    /// <summary>Other names that resolve, with the policy that each means.</summary>
    public static IReadOnlyDictionary<string, string> Aliases { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["roundrobin"] = RoundRobin,
        ["rr"] = RoundRobin,
        ["weighted"] = WeightedRoundRobin,
        ["static_rr"] = WeightedRoundRobin,
        ["smooth_weighted_round_robin"] = WeightedRoundRobin,
        ["wrr"] = WeightedRoundRobin,
        ["least_conn"] = LeastConnections,
        ["leastconn"] = LeastConnections,
        ["least_connection"] = LeastConnections,
        ["least_loaded"] = LeastConnections,
        ["least_request"] = LeastConnections,
        ["least_requests"] = LeastConnections,
        ["weighted_least_conn"] = WeightedLeastConnections,
        ["power_of_two_choices"] = PowerOfTwo,
        ["random_two"] = PowerOfTwo,
        ["random_two_least_conn"] = PowerOfTwo,
        ["p2c"] = PowerOfTwo,
        ["least_time"] = ResponseTime,
        ["peak_ewma"] = ResponseTime,
        ["ewma"] = ResponseTime,
        ["ip_hash"] = ConsistentHash,
        ["source"] = ConsistentHash,
        ["hash"] = ConsistentHash,
        ["hdr"] = ConsistentHash,
        ["rendezvous_hash"] = ConsistentHash,
        ["ring_hash"] = ConsistentHash,
        ["maglev"] = ConsistentHash,
    };

    /// <summary>The policy that a name or an alias means, however it is spelt; null if none.</summary>
    public static string? Resolve(string written)
    {
        ArgumentNullException.ThrowIfNull(written);
        var name = Normalise(written);
        if (All.Contains(name)) return name;
        // YARP writes PowerOfTwoChoices.
        return Aliases.GetValueOrDefault(name)
            ?? All.FirstOrDefault(known => Joined(known) == name)
            ?? Aliases.FirstOrDefault(alias => Joined(alias.Key) == name).Value;
    }

    /// <summary>Whether a name, spelt as it may be, is an alias rather than the name of a policy.</summary>
    public static bool IsAlias(string written)
    {
        ArgumentNullException.ThrowIfNull(written);
        return Resolve(written) is not null && !All.Contains(Normalise(written));
    }

    /// <summary>The form in which equal names are equal strings.</summary>
    internal static string Normalise(string written) => written.Trim().Replace('-', '_').ToLowerInvariant();

    private static string Joined(string name) => name.Replace("_", "", StringComparison.Ordinal);
}
