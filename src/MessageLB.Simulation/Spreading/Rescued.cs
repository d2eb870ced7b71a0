namespace MessageLB.Simulation.Spreading;

/// <summary>A message of a killed worker, which waits to be handed to another one.</summary>
/// <param name="Message">Its slot.</param>
/// <param name="Worker">Number of the killed worker.</param>
/// <param name="Dispatcher">Number of the dispatcher whose books show it there.</param>
internal readonly record struct Rescued(int Message, int Worker, int Dispatcher);
