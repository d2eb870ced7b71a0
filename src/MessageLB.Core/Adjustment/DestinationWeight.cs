namespace MessageLB.Core.Adjustment;

/// <summary>The weight of a destination.</summary>
/// <param name="Destination">Its name.</param>
/// <param name="Configured">As configured, or as its workers ask for.</param>
/// <param name="Effective">As in force: configured × slow start × factor.</param>
/// <param name="Factor">What adjustment multiplies it by. <value>1/8 to 4.</value></param>
/// <param name="IsLearned">Whether the factor was learned before a restart, and nothing measured since then has confirmed it.</param>
public sealed record DestinationWeight(string Destination, int Configured, double Effective, double Factor, bool IsLearned);
