namespace MessageLB.Core.Health;

/// <summary>Failures at a destination that were a message's fault.</summary>
/// <param name="Destination">Name of the destination.</param>
/// <param name="Failures">How many, 1 or more.</param>
internal readonly record struct ForgivenFailures(string Destination, int Failures);
