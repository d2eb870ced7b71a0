namespace MessageLB.Web.Adjustment;

/// <summary>The weight of a destination.</summary>
/// <param name="Destination">Its name.</param>
/// <param name="Configured">As configured, or as its workers ask for.</param>
/// <param name="Effective">As in force: configured × slow start × factor.</param>
/// <param name="Factor">What adjustment multiplies it by: 0.125 to 4.</param>
/// <param name="Learned">Whether the factor was learned before a restart, and nothing measured since then has confirmed it.</param>
public sealed record WeightResponse(string Destination, int Configured, double Effective, double Factor, bool Learned);
