namespace MessageLB.Simulation;

/// <summary>What a change is worth.</summary>
/// <param name="IsWorthIt">Whether it is to be recommended.</param>
/// <param name="Gain">Part of the measure that is gained; negative if it is lost.</param>
/// <param name="HalfWidth">Half width of its 95 % confidence interval.</param>
/// <param name="Measure">What the gain is of: <c>p99</c> or <c>mean</c> of the response time.</param>
/// <param name="Reason">Why it is worth it or not, for a person.</param>
public sealed record TrialVerdict(bool IsWorthIt, double Gain, double HalfWidth, string Measure, string Reason);
