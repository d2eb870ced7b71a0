using MessageLB.Core.Distribution;
using MessageLB.Core.Performance;

namespace MessageLB.Core.InProcess;

/// <summary>A choice, and how everybody does.</summary>
/// <param name="Selected">Whom the call goes to; null if nobody can take it. To be completed.</param>
/// <param name="Distribution">Who got what, beside what the policy lets expect.</param>
/// <param name="Health">Who works.</param>
/// <param name="Performance">How everybody does over time.</param>
public sealed record BalanceResult(Selection? Selected, GroupDistribution Distribution, HealthResult Health, GroupPerformance Performance);
