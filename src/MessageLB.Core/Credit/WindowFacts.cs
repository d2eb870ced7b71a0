namespace MessageLB.Core.Credit;

/// <summary>What is known of a destination and its group that a window is sized by.</summary>
/// <param name="Concurrency">Messages handled at the same time; 0 if unknown (level 0).</param>
/// <param name="ServiceSeconds">Estimated service time; 0 if unknown.</param>
/// <param name="LoopSeconds">Delay of the control loop: from pick to the worker's hand plus from completion to the books.</param>
/// <param name="Load">Part of all the group's hands that is busy lately, 0 to 1.</param>
/// <param name="WorkerLimit">Most that the worker wants; 0 leaves it to the dispatcher.</param>
public readonly record struct WindowFacts(int Concurrency, double ServiceSeconds, double LoopSeconds, double Load, int WorkerLimit);
