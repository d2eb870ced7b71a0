namespace MessageLB.Core.Health;

/// <summary>A destination that stands out from its group.</summary>
/// <param name="Index">Its place among the destinations that were compared.</param>
/// <param name="Reason">Why, for a person.</param>
internal readonly record struct Outlier(int Index, string Reason);
