namespace MessageLB.Core.Heartbeats;

/// <summary>What a heartbeat adds to the one before it.</summary>
/// <param name="Credit">Messages of this dispatcher settled since.</param>
/// <param name="Timed">Messages done or failed since.</param>
/// <param name="BusyMs">Time spent on them, in milliseconds.</param>
/// <param name="Settled">Messages settled since, whoever handed them over.</param>
/// <param name="SinceLast">Time since the one before.</param>
internal readonly record struct InstanceReport(long Credit, long Timed, double BusyMs, long Settled, TimeSpan SinceLast);
