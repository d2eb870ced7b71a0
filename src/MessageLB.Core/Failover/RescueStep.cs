namespace MessageLB.Core.Failover;

/// <summary>Something to do for a lost destination.</summary>
/// <param name="Lost">The destination.</param>
/// <param name="Action">What.</param>
public readonly record struct RescueStep(LostDestination Lost, RescueAction Action);
