namespace MessageLB.Simulation;

/// <summary>A figure with the half width of its 95 % confidence interval over the seeds (Student's t); 0 with a single seed.</summary>
/// <param name="Value">Mean over the seeds.</param>
/// <param name="HalfWidth">Half width of the interval.</param>
public readonly record struct Estimate(double Value, double HalfWidth);
