using System.Collections.Frozen;
using MessageLB.Core.Hashing;

namespace MessageLB.Core.Waiting;

/// <summary>What a <see cref="WaitingRoom{T}"/> keeps to. Immutable.</summary>
public sealed class WaitingRules
{
    private readonly FrozenDictionary<ulong, TenantRule> _byHash;

    /// <summary>Creates rules.</summary>
    /// <param name="tenants">Tenants by name.</param>
    public WaitingRules(IEnumerable<KeyValuePair<string, TenantRule>> tenants) =>
        _byHash = tenants.ToDictionary(t => StableHash.Of(t.Key.AsSpan()), t => t.Value).ToFrozenDictionary();

    /// <summary>No tenants, no limits.</summary>
    public static WaitingRules None { get; } = new([]);

    /// <summary>What holds for each tenant without a rule of its own.</summary>
    public TenantRule Others { get; init; } = new(1, null);

    /// <summary>Most messages per second, all tenants together; null for no limit.</summary>
    public double? Rate { get; init; }

    /// <summary>Most that may be ahead of a rate before what comes is refused; null refuses nothing.</summary>
    public int? RefuseBeyond { get; init; }

    /// <summary>The rule for a tenant.</summary>
    /// <param name="tenant">Hash of its name (<see cref="StableHash"/>).</param>
    public TenantRule Find(ulong tenant) => _byHash.TryGetValue(tenant, out var rule) ? rule : Others;
}
