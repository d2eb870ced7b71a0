namespace MessageLB.Simulation;

/// <summary>A destination as a recording knows it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Concurrency">Messages handled at the same time; 0 if unknown.</param>
/// <param name="Weight">Weight.</param>
/// <param name="ServiceMs">Estimate of its service time in milliseconds; 0 if unknown.</param>
internal readonly record struct RecordedDestination(string Name, int Concurrency, int Weight, double ServiceMs);
