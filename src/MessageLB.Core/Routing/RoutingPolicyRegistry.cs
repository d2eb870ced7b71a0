using System.Collections.Frozen;
using MessageLB.Core.Configuration;

namespace MessageLB.Core.Routing;

/// <summary>Finds policies by name. Immutable and thread-safe.</summary>
public sealed class RoutingPolicyRegistry
{
    private readonly FrozenDictionary<string, Func<GroupConfig, IRoutingPolicy>> _factories;

    /// <summary>Builds the registry; a name that stands twice is an error.</summary>
    /// <exception cref="MessageLBException">Two policies have the same name.</exception>
    public RoutingPolicyRegistry(IEnumerable<KeyValuePair<string, Func<GroupConfig, IRoutingPolicy>>> factories)
    {
        ArgumentNullException.ThrowIfNull(factories);
        var byName = new Dictionary<string, Func<GroupConfig, IRoutingPolicy>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, factory) in factories)
        {
            if (!byName.TryAdd(name, factory)) throw new MessageLBException($"Two routing policies are named '{name}': give the custom one another name.");
        }

        _factories = byName.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The policies that come with MessageLB.</summary>
    public static RoutingPolicyRegistry BuiltIn { get; } = new(
    [
        new(RoundRobinPolicy.PolicyName, static _ => new RoundRobinPolicy()),
        new(WeightedRoundRobinPolicy.PolicyName, static _ => new WeightedRoundRobinPolicy()),
        new(RandomPolicy.PolicyName, static _ => new RandomPolicy()),
        new(WeightedRandomPolicy.PolicyName, static _ => new WeightedRandomPolicy()),
        new(LeastConnectionsPolicy.PolicyName, static _ => new LeastConnectionsPolicy()),
        new(WeightedLeastConnectionsPolicy.PolicyName, static _ => new WeightedLeastConnectionsPolicy()),
        new(PowerOfTwoPolicy.PolicyName, static _ => new PowerOfTwoPolicy()),
        new(ResponseTimePolicy.PolicyName, static _ => new ResponseTimePolicy()),
        new(ConsistentHashPolicy.PolicyName, static group => new ConsistentHashPolicy(group.Hash)),
        new(FirstPolicy.PolicyName, static _ => new FirstPolicy()),
    ]);

    /// <summary>Names of all policies, in order.</summary>
    public IEnumerable<string> Names => _factories.Keys.Order(StringComparer.Ordinal);

    /// <summary>Creates an instance for one picker.</summary>
    /// <param name="name">Name of the policy, in any case.</param>
    /// <param name="group">The group's configuration, for what policies can be told.</param>
    /// <exception cref="MessageLBException">There is no policy of that name.</exception>
    public IRoutingPolicy Create(string name, GroupConfig group) => _factories.TryGetValue(name, out var factory)
        ? factory(group)
        : throw new MessageLBException($"There is no routing policy '{name}'; known are {string.Join(", ", Names)}.");
}
