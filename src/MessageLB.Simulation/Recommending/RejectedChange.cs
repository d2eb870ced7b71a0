namespace MessageLB.Simulation;

/// <summary>A change that was simulated and is not worth it.</summary>
/// <param name="Kind">What it changes.</param>
/// <param name="Action">What would be done.</param>
/// <param name="Predicted">What the simulator predicts.</param>
/// <param name="Verdict">Why it is not recommended.</param>
public sealed record RejectedChange(RecommendationKind Kind, string Action, CaseResult Predicted, TrialVerdict Verdict);
