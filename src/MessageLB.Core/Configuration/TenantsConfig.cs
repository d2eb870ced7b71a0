using MessageLB.Core.Hashing;

namespace MessageLB.Core.Configuration;

/// <summary>How tenants share a group when messages wait.</summary>
public sealed record TenantsConfig
{
    /// <summary>Largest weight of a tenant.</summary>
    public const int HeaviestWeight = 1_000_000;

    /// <summary>The tenant when nothing says where it is: <see cref="HeaderNames.Tenant"/>.</summary>
    public static KeySource DefaultKey { get; } = new(KeyField.Header, HeaderNames.Tenant);

    /// <summary>Where a message says its tenant. Messages without one share the tenant of no name.</summary>
    public KeySource Key { get; init; } = DefaultKey;

    /// <summary>Weights by name, relative to each other.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Weights { get; init; } = [];

    /// <summary>Weight of each tenant that has none of its own. <value>1 to 1,000,000, default 1.</value></summary>
    public int DefaultWeight { get; init; } = 1;
}
