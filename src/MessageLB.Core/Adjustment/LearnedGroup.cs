namespace MessageLB.Core.Adjustment;

/// <summary>What was learned of a group.</summary>
/// <param name="Group">Its name.</param>
/// <param name="Destinations">Its destinations, those of which nothing was learned left out.</param>
public sealed record LearnedGroup(string Group, IReadOnlyList<LearnedDestination> Destinations);
