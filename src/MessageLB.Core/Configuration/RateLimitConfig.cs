namespace MessageLB.Core.Configuration;

/// <summary>A limit on hand-overs per time, by one dispatcher.</summary>
public sealed record RateLimitConfig
{
    /// <summary>Messages per second; with <see cref="LimitScope.Tenant"/> of each tenant without a rate of its own. Null: no limit.</summary>
    public double? Rate { get; init; }

    /// <summary>Most messages ahead of the rate with <see cref="ExcessMode.Refuse"/>. <value>0 to 1,000,000, default 0.</value></summary>
    public int Burst { get; init; }

    /// <summary>What becomes of messages beyond the rate. Default <see cref="ExcessMode.Delay"/>.</summary>
    public ExcessMode Excess { get; init; }

    /// <summary>What is counted together. Default <see cref="LimitScope.Group"/>.</summary>
    public LimitScope Per { get; init; }

    /// <summary>Rates of tenants by name, per second.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Tenants { get; init; } = [];
}
