namespace MessageLB.Transport;

/// <summary>What a passive look at a queue tells.</summary>
/// <param name="Ready">Messages waiting, not counting those handed over and unsettled.</param>
/// <param name="Consumers">Consumers subscribed.</param>
public readonly record struct QueueDepth(long Ready, int Consumers);
