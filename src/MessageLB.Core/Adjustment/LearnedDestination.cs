namespace MessageLB.Core.Adjustment;

/// <summary>What was learned of a destination.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Weight">The configured weight that the factor is of. <value>1 or more.</value></param>
/// <param name="Factor">What the weight was multiplied by. <value>1/8 to 4; others count as the bound next to them.</value></param>
/// <param name="ServiceSeconds">Service time in seconds; 0 if unknown.</param>
public sealed record LearnedDestination(string Name, int Weight, double Factor, double ServiceSeconds);
