using MessageLB.Core.Configuration;
using MessageLB.Core.Hashing;
using MessageLB.Core.Waiting;
using MessageLB.Dispatcher.Pipeline;

namespace MessageLB.Dispatcher.Registry;

/// <summary>What a group with rules keeps over all sessions: sticky keys, counters, targets. Thread-safe.</summary>
internal sealed class GroupRulesState
{
    /// <summary>Stands for every tenant that the configuration does not name.</summary>
    public const string OtherTenants = "other";

    private readonly Dictionary<ulong, int> _tenants = [];
    private readonly Dictionary<string, ForwardTarget> _targets = new(StringComparer.Ordinal);

    /// <param name="config">The group's configuration.</param>
    /// <param name="sticky">Keys that are remembered already; null for none.</param>
    public GroupRulesState(GroupConfig config, StickyKeys? sticky = null)
    {
        Waiting = RulesOf(config);
        if (config.Sticky is { } bounds) Sticky = sticky ?? new StickyKeys(bounds);
        if (config.Tenants is not null || config.RateLimit?.Per == LimitScope.Tenant) TenantKey = (config.Tenants ?? new TenantsConfig()).Key;
        var counters = new List<TenantCounters> { new(OtherTenants) };
        foreach (var name in NamesOf(config))
        {
            _tenants[StableHash.Of(name.AsSpan())] = counters.Count;
            counters.Add(new TenantCounters(name));
        }

        Tenants = counters;
        var groups = config.Forward.SelectMany(rule => rule.To is { } to ? [to] : rule.Split.Select(side => side.Key));
        foreach (var target in groups.Where(target => target != config.Name).Distinct()) _targets[target] = new ForwardTarget(target);
        Targets = [.. _targets.Values];
    }

    public WaitingRules Waiting { get; }

    public StickyKeys? Sticky { get; }

    /// <summary>Where a message says its tenant; null if tenants are not told apart.</summary>
    public KeySource? TenantKey { get; }

    /// <summary>Counters by the number of the tenant; 0 stands for all that the configuration does not name.</summary>
    public IReadOnlyList<TenantCounters> Tenants { get; }

    public IReadOnlyList<ForwardTarget> Targets { get; }

    public ForwardTarget Target(string group) => _targets[group];

    /// <summary>Number of a tenant.</summary>
    public int NumberOf(ulong tenant) => _tenants.GetValueOrDefault(tenant);

    private static IEnumerable<string> NamesOf(GroupConfig config) =>
        (config.Tenants?.Weights.Select(tenant => tenant.Key) ?? []).Union(config.RateLimit?.Tenants.Select(tenant => tenant.Key) ?? []);

    private static WaitingRules RulesOf(GroupConfig config)
    {
        var limit = config.RateLimit;
        var perTenant = limit?.Per == LimitScope.Tenant ? limit : null;
        var weights = config.Tenants?.Weights.ToDictionary(tenant => tenant.Key, tenant => tenant.Value) ?? [];
        var rates = perTenant?.Tenants.ToDictionary(tenant => tenant.Key, tenant => tenant.Value) ?? [];
        var others = new TenantRule(config.Tenants?.DefaultWeight ?? 1, perTenant?.Rate);
        var named = NamesOf(config).Select(name => KeyValuePair.Create(name, new TenantRule(
            weights.GetValueOrDefault(name, others.Weight),
            rates.TryGetValue(name, out var rate) ? rate : others.Rate)));
        return new WaitingRules(named)
        {
            Others = others,
            Rate = limit?.Per == LimitScope.Group ? limit.Rate : null,
            RefuseBeyond = limit?.Excess == ExcessMode.Refuse ? limit.Burst : null,
        };
    }
}
