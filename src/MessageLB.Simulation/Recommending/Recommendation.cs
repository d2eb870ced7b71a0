namespace MessageLB.Simulation;

/// <summary>A change that the simulator predicts to be worth it.</summary>
/// <param name="Kind">What it changes.</param>
/// <param name="Action">What is to be done, for a person.</param>
/// <param name="Why">What was measured that speaks for it, for a person.</param>
/// <param name="Changes">Settings to change; empty if it is no setting.</param>
/// <param name="Predicted">What the simulator predicts; ratios are to the simulated present, message by message the same arrivals.</param>
/// <param name="Verdict">What is gained, and whether beyond chance.</param>
public sealed record Recommendation(
    RecommendationKind Kind, string Action, string Why, IReadOnlyList<ConfigChange> Changes, CaseResult Predicted, TrialVerdict Verdict);
