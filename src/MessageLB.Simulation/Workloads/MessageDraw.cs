namespace MessageLB.Simulation.Workloads;

/// <summary>A message before anybody has decided anything about it.</summary>
/// <param name="Kind">Number of its kind in the scenario.</param>
/// <param name="Key">Number of its hash key; -1 if it has none.</param>
/// <param name="Service">Service time at a worker of speed 1.</param>
internal readonly record struct MessageDraw(int Kind, int Key, long Service);
