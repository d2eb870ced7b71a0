using MessageLB.Core.Ordering;

namespace MessageLB.Core.Configuration;

/// <summary>The settings of a group that are applied before its routing policy.</summary>
internal static class RuleSchema
{
    private const int MostBurst = 1_000_000;
    private const int MostKeys = 10_000_000;

    private static readonly ScalarShape<double> Limit = Scalars.Frequency.Within("1/d", "1M/s");

    private static readonly Section<ConditionConfig> Condition = new(new Settings<ConditionConfig>
    {
        { "header", c => c.Header, (c, v) => c with { Header = v }, Scalars.Line },
        { "equals", c => c.EqualTo, (c, v) => c with { EqualTo = v }, Scalars.Line },
        { "in", c => c.OneOf, (c, v) => c with { OneOf = v }, new ListShape<string>(Scalars.Plain, "") },
        { "prefix", c => c.Prefix, (c, v) => c with { Prefix = v }, Scalars.Line },
        { "present", c => c.Present, (c, v) => c with { Present = v }, new OptionalShape<bool>(Scalars.Switch) },
        { "type", c => c.Types, (c, v) => c with { Types = v }, new ListShape<string>(Scalars.Plain, "") },
        { "routing_key", c => c.RoutingKey, (c, v) => c with { RoutingKey = v }, Scalars.Pattern },
    });

    private static readonly Section<ForwardRuleConfig> Forward = new(new Settings<ForwardRuleConfig>
    {
        { "when", c => c.When, (c, v) => c with { When = v }, new MapsShape<ConditionConfig>(Condition, new ConditionConfig()) },
        { "to", c => c.To, (c, v) => c with { To = v }, Scalars.Line },
        { "split", c => c.Split, (c, v) => c with { Split = v }, new NamedShape<int>(Scalars.Whole(0, DestinationConfig.HeaviestWeight), "groups") },
        { "by", c => c.By, (c, v) => c with { By = v }, Scalars.Key },
    });

    private static readonly Section<StickyConfig> Sticky = new(new Settings<StickyConfig>
    {
        { "key", c => c.Key, (c, v) => c with { Key = v! }, Scalars.Key },
        { "on_failure", c => c.OnFailure, (c, v) => c with { OnFailure = v }, Scalars.Choice(("redistribute", StickyFailure.Redistribute), ("wait", StickyFailure.Wait), ("strict", StickyFailure.Strict)) },
        { "wait", c => c.Wait, (c, v) => c with { Wait = v }, Scalars.Time.Within("1ms", "10m") },
        { "ttl", c => c.TimeToLive, (c, v) => c with { TimeToLive = v }, Scalars.Time.Within("1s", "7d") },
        { "keys", c => c.Keys, (c, v) => c with { Keys = v }, Scalars.Whole(1, MostKeys) },
    })
    {
        Shorthand = "key",
    };

    private static readonly Section<TenantsConfig> Tenants = new(new Settings<TenantsConfig>
    {
        { "key", c => c.Key, (c, v) => c with { Key = v! }, Scalars.Key },
        { "weights", c => c.Weights, (c, v) => c with { Weights = v }, new NamedShape<int>(Scalars.Whole(1, TenantsConfig.HeaviestWeight), "tenants") },
        { "default_weight", c => c.DefaultWeight, (c, v) => c with { DefaultWeight = v }, Scalars.Whole(1, TenantsConfig.HeaviestWeight) },
    })
    {
        Shorthand = "key",
    };

    private static readonly Section<RateLimitConfig> RateLimit = new(new Settings<RateLimitConfig>
    {
        { "rate", c => c.Rate, (c, v) => c with { Rate = v }, new OptionalShape<double>(Limit) },
        { "burst", c => c.Burst, (c, v) => c with { Burst = v }, Scalars.Whole(0, MostBurst) },
        { "excess", c => c.Excess, (c, v) => c with { Excess = v }, Scalars.Choice(("delay", ExcessMode.Delay), ("refuse", ExcessMode.Refuse)) },
        { "per", c => c.Per, (c, v) => c with { Per = v }, Scalars.Choice(("group", LimitScope.Group), ("tenant", LimitScope.Tenant)) },
        { "tenants", c => c.Tenants, (c, v) => c with { Tenants = v }, new NamedShape<double>(Limit, "tenants") },
    })
    {
        Shorthand = "rate",
    };

    /// <summary>The settings.</summary>
    public static Settings<GroupConfig> Settings { get; } = new()
    {
        { "forward", c => c.Forward, (c, v) => c with { Forward = v }, new MapsShape<ForwardRuleConfig>(Forward, new ForwardRuleConfig()) },
        { "sticky", c => c.Sticky, (c, v) => c with { Sticky = v }, new OptionalSection<StickyConfig>(Sticky, new StickyConfig()) },
        { "tenants", c => c.Tenants, (c, v) => c with { Tenants = v }, new OptionalSection<TenantsConfig>(Tenants, new TenantsConfig()) },
        { "rate_limit", c => c.RateLimit, (c, v) => c with { RateLimit = v }, new OptionalSection<RateLimitConfig>(RateLimit, new RateLimitConfig()) },
        { "priority", c => c.Priority, (c, v) => c with { Priority = v }, Scalars.Switch },
        { "order_by", c => c.OrderBy, (c, v) => c with { OrderBy = v }, Scalars.Key },
        { "order_slots", c => c.OrderSlots, (c, v) => c with { OrderSlots = v }, Scalars.Whole(1, OrderBook.MostSlots) },
        { "waiting_memory", c => c.WaitingMemory, (c, v) => c with { WaitingMemory = v }, Scalars.Size.Within("1MiB", "1GiB") },
    };
}
