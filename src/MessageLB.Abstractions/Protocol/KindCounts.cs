namespace MessageLB;

/// <summary>What a worker instance has handled of one kind of message (AMQP <c>type</c>), since its start.</summary>
/// <param name="Done">Messages handled, done and failed.</param>
/// <param name="BusyMs">Time spent in handlers on them, in milliseconds.</param>
public readonly record struct KindCounts(long Done, double BusyMs);
