using MessageLB.Core.Performance;

namespace MessageLB.Core.Heartbeats;

/// <summary>What a heartbeat adds to the one before it.</summary>
/// <param name="Credit">Messages of this dispatcher settled since.</param>
/// <param name="Done">Messages done since.</param>
/// <param name="Failed">Messages failed since.</param>
/// <param name="BusyMs">Time spent on both, in milliseconds.</param>
/// <param name="Settled">Messages settled since, whoever handed them over.</param>
/// <param name="SinceLast">Time since the one before.</param>
/// <param name="Share">This dispatcher's part of what was settled since, 0 to 1; of a first one, of all that was settled.</param>
/// <param name="Before">The one before; null if there is none.</param>
internal readonly record struct InstanceReport(
    long Credit, long Done, long Failed, double BusyMs, long Settled, TimeSpan SinceLast, double Share, Heartbeat? Before)
{
    /// <summary>Messages that <see cref="BusyMs"/> was spent on.</summary>
    public long Timed => Done + Failed;

    /// <summary>Their handling times and those of messages before them that were not told yet; null if it does not tell.</summary>
    public TimeHistogram? Times { get; init; }
}
