namespace MessageLB.Simulation.Workers;

/// <summary>A message that will be completed.</summary>
/// <param name="Due">When.</param>
/// <param name="Sequence">Decides among those at the same time: first planned, first done.</param>
/// <param name="Message">Its slot.</param>
/// <param name="Plan">The worker's plan that this belongs to; void if the worker has another by then.</param>
internal readonly record struct Completion(long Due, long Sequence, int Message, int Plan);
