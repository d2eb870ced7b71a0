namespace MessageLB.CommandLine.Commands.Bench.Scale;

/// <summary>What one start of the dispatcher took, and what it uses from then on.</summary>
/// <param name="ReadyMs">Time from the start of its process until it takes messages, in milliseconds.</param>
/// <param name="KnownMs">Time until it knows all destinations, to half a second.</param>
/// <param name="Seconds">How long it was measured from then on.</param>
/// <param name="CpuPercent">Processor time that it used meanwhile, as a percentage of one core.</param>
/// <param name="HeartbeatsPerSecond">Heartbeats that were sent meanwhile, per second.</param>
/// <param name="LatestMs">Longest time by which a heartbeat was sent later than it was due, since the first one.</param>
/// <param name="Accepted">Heartbeats that it took since its start.</param>
/// <param name="Rejected">Heartbeats that it refused.</param>
/// <param name="ReadyAtEnd">Destinations that are ready at the end, as it sees them.</param>
/// <param name="StatusBytes">Size of its status with all destinations.</param>
/// <param name="StatusCpuMs">Processor time that telling it took, in milliseconds; the heartbeats meanwhile are in it.</param>
/// <param name="ScrapeBytes">Size of its metrics.</param>
/// <param name="ScrapeCpuMs">The same for them.</param>
/// <param name="BrokerCpuPercent">Processor time that the broker used while the dispatcher was measured, as a percentage of one core; null if nobody can tell.</param>
/// <param name="BrokerWorkingSetMb">Memory of the broker then, in millions of bytes; null if nobody can tell.</param>
/// <param name="Moments">What it had used by certain moments.</param>
internal sealed record ScaleStart(
    double ReadyMs,
    double KnownMs,
    double Seconds,
    double CpuPercent,
    double HeartbeatsPerSecond,
    double LatestMs,
    long Accepted,
    long Rejected,
    int ReadyAtEnd,
    long StatusBytes,
    double StatusCpuMs,
    long ScrapeBytes,
    double ScrapeCpuMs,
    double? BrokerCpuPercent,
    double? BrokerWorkingSetMb,
    IReadOnlyList<ScaleMoment> Moments);
