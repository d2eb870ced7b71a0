using System.Collections.Frozen;
using MessageLB.Core.Configuration;

namespace MessageLB.Core.Routing;

/// <summary>Finds policies by name. Immutable and thread-safe.</summary>
public sealed class RoutingPolicyRegistry
{
    private readonly FrozenDictionary<string, KeyValuePair<string, Func<GroupConfig, IRoutingPolicy>>> _factories;

    /// <summary>
    /// Builds the registry. Names are compared without case, and <c>-</c> equals <c>_</c>; a name that stands twice is an error.
    /// </summary>
    /// <exception cref="MessageLBException">Two policies have the same name.</exception>
    public RoutingPolicyRegistry(IEnumerable<KeyValuePair<string, Func<GroupConfig, IRoutingPolicy>>> factories)
    {
        ArgumentNullException.ThrowIfNull(factories);
        var byName = new Dictionary<string, KeyValuePair<string, Func<GroupConfig, IRoutingPolicy>>>(StringComparer.Ordinal);
        foreach (var factory in factories)
        {
            if (!byName.TryAdd(RoutingPolicyNames.Normalise(factory.Key), factory))
            {
                throw new MessageLBException($"Two routing policies are named '{factory.Key}': give the custom one another name.");
            }
        }

        _factories = byName.ToFrozenDictionary(StringComparer.Ordinal);
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
        new(HealthBasedPolicy.PolicyName, static _ => new HealthBasedPolicy()),
        new(PrequalPolicy.PolicyName, static _ => new PrequalPolicy()),
        new(CostAwarePolicy.PolicyName, static group => new CostAwarePolicy(group.Objective)),
        new(ConsistentHashPolicy.PolicyName, static group => new ConsistentHashPolicy(group.Hash)),
        new(FirstPolicy.PolicyName, static _ => new FirstPolicy()),
    ]);

    /// <summary>Names of all policies, in order.</summary>
    public IEnumerable<string> Names => _factories.Values.Select(factory => factory.Key).Order(StringComparer.Ordinal);

    /// <summary>A registry with one more policy, a custom one.</summary>
    /// <param name="name">Name in configuration: 1 to 64 of A-Z, a-z, 0-9, - and _.</param>
    /// <param name="factory">Makes an instance for one picker; told the group's configuration.</param>
    /// <exception cref="MessageLBException">The name is taken by a policy or an alias, or is no name.</exception>
    public RoutingPolicyRegistry With(string name, Func<GroupConfig, IRoutingPolicy> factory)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(factory);
        if (!MessageLB.Names.IsValid(name)) throw new MessageLBException($"'{name}' is no name for a routing policy: use {Scalars.NameRule}.");
        if (RoutingPolicyNames.Resolve(name) is { } taken)
        {
            throw new MessageLBException($"A custom routing policy cannot be named '{name}': configuration takes that for the built-in '{taken}'. Give it another name.");
        }

        return new RoutingPolicyRegistry(_factories.Values.Append(new(name, factory)));
    }

    /// <summary>Whether there is a policy of that name or alias.</summary>
    public bool Knows(string name) => _factories.ContainsKey(Key(name));

    /// <summary>Creates an instance for one picker.</summary>
    /// <param name="name">Name or alias of the policy, however it is spelt.</param>
    /// <param name="group">The group's configuration, for what policies can be told.</param>
    /// <exception cref="MessageLBException">There is no policy of that name.</exception>
    public IRoutingPolicy Create(string name, GroupConfig group) => _factories.TryGetValue(Key(name), out var factory)
        ? factory.Value(group)
        : throw new MessageLBException($"There is no routing policy '{name}'; known are {string.Join(", ", Names)}.");

    private static string Key(string name) => RoutingPolicyNames.Resolve(name) ?? RoutingPolicyNames.Normalise(name);
}
