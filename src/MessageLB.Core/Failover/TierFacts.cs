namespace MessageLB.Core.Failover;

/// <summary>What a failover tier has.</summary>
/// <param name="Tier">Its number; a lower one is preferred.</param>
/// <param name="Available">Capacity of its destinations that can get messages, in any unit; 0 with none.</param>
/// <param name="Whole">Capacity of all its destinations, in the same unit.</param>
internal readonly record struct TierFacts(int Tier, double Available, double Whole);
