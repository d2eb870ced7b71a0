using MessageLB.Transport;

namespace MessageLB.Core.Retries;

/// <summary>A delivery after the first look at it.</summary>
/// <param name="Delivery">The delivery, with the books of its attempts up to date.</param>
/// <param name="Step">What is done with it.</param>
/// <param name="FailedAt">Name of the destination at which an attempt failed just now; null if none did, or nobody knows.</param>
public readonly record struct Incoming(Delivery Delivery, NextStep Step, string? FailedAt);
