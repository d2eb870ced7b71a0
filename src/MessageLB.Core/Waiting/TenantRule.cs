namespace MessageLB.Core.Waiting;

/// <summary>What holds for one tenant.</summary>
/// <param name="Weight">Share relative to the other tenants that wait. 1 or more.</param>
/// <param name="Rate">Most messages per second; null for no limit.</param>
public readonly record struct TenantRule(int Weight, double? Rate);
