namespace MessageLB.Core.Failover;

/// <summary>Another failover tier is active.</summary>
/// <param name="From">The one that was; null if none was.</param>
/// <param name="To">The one that is; null if nobody is available in any.</param>
/// <param name="Reason">Why, for a person.</param>
internal readonly record struct TierChange(int? From, int? To, string Reason);
