namespace MessageLB.Core.Groups;

/// <summary>How a group stands as a whole.</summary>
/// <param name="Tier">Failover tier whose destinations get the messages; null while nobody can, 0 in a group without tiers.</param>
/// <param name="TierReason">Why that one, for a person; null in a group without tiers.</param>
/// <param name="IsLearning">Whether the dispatcher has only just begun to listen: who has not been heard of may still be there.</param>
/// <param name="Shortage">What is missing, for a person; null while half of the capacity or more works.</param>
public readonly record struct GroupOutlook(int? Tier, string? TierReason, bool IsLearning, string? Shortage);
