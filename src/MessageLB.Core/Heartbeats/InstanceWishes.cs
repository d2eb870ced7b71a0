namespace MessageLB.Core.Heartbeats;

/// <summary>What the live instances of a destination ask for together.</summary>
/// <param name="Concurrency">Messages handled at the same time by those that are ready, or by the largest of those that are not.</param>
/// <param name="Weight">The largest weight asked for; null if nobody asks.</param>
/// <param name="Window">Sum of the windows asked for; 0 as soon as one leaves it to the dispatcher.</param>
internal readonly record struct InstanceWishes(int Concurrency, int? Weight, int Window);
