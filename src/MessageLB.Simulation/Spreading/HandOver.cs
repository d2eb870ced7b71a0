namespace MessageLB.Simulation.Spreading;

/// <summary>A message on its way to a worker.</summary>
/// <param name="Due">When it is there.</param>
/// <param name="Message">Its slot.</param>
/// <param name="Worker">Number of the worker.</param>
internal readonly record struct HandOver(long Due, int Message, int Worker);
