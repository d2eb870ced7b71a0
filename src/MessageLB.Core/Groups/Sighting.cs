namespace MessageLB.Core.Groups;

/// <summary>What a destination's workers say of it, or what its queue shows, before anything else is taken into account.</summary>
/// <param name="Condition">One word.</param>
/// <param name="Reason">Why; null when ready.</param>
internal readonly record struct Sighting(DestinationCondition Condition, string? Reason);
