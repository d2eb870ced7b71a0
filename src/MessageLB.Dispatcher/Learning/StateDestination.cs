namespace MessageLB.Dispatcher.Learning;

/// <summary>A destination in the state file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Weight">The configured weight that the factor is of.</param>
/// <param name="Factor">What the weight was multiplied by.</param>
/// <param name="ServiceMs">Service time in milliseconds; 0 if unknown.</param>
internal sealed record StateDestination(string? Name, int Weight, double Factor, double ServiceMs);
