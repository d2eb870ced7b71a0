using MessageLB.Core.Configuration;
using MessageLB.Core.Envelopes;
using MessageLB.Transport;

namespace MessageLB.Core.Forwarding;

/// <summary>
/// Says which group a message belongs to: the first rule that applies decides, and without one it stays. What was forwarded already, or
/// comes back from a worker, stays too, so that no message goes round in circles. One thread; allocates nothing.
/// </summary>
/// <param name="group">Name of the group whose rules these are.</param>
/// <param name="rules">Rules in order.</param>
public sealed class ForwardRules(string group, IEnumerable<ForwardRuleConfig> rules)
{
    private readonly ForwardRule[] _rules = [.. rules.Select(rule => new ForwardRule(rule))];

    /// <summary>Name of the group to forward to; null if the message stays.</summary>
    public string? Target(in Delivery delivery)
    {
        if (PublisherAddress.IsInHeaders(delivery)) return null;
        foreach (var rule in _rules)
        {
            if (!rule.Applies(delivery.Properties, delivery.RoutingKey)) continue;
            var target = rule.Target(delivery.Properties, delivery.RoutingKey);
            return target == group ? null : target;
        }

        return null;
    }
}
