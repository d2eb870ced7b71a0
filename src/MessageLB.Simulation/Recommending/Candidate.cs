namespace MessageLB.Simulation.Recommending;

/// <summary>A change to be tried.</summary>
/// <param name="Kind">What it changes.</param>
/// <param name="Action">What is to be done, for a person.</param>
/// <param name="Why">What speaks for it, for a person.</param>
/// <param name="Changes">Settings to change.</param>
/// <param name="Case">The group as it would be.</param>
internal sealed record Candidate(RecommendationKind Kind, string Action, string Why, IReadOnlyList<ConfigChange> Changes, SimulatedCase Case);
