using MessageLB.Core.Adjustment;
using MessageLB.Core.Distribution;
using MessageLB.Core.Performance;
using MessageLB.Core.Recommendations;

namespace MessageLB.Dispatcher.Status;

/// <summary>What the dispatcher knows of itself, its groups and their destinations. Thread-safe.</summary>
public interface IDispatcherStatus
{
    /// <summary>Takes a consistent enough picture for people and metrics; allocates, so not for the hot path.</summary>
    DispatcherStatus Read();

    /// <summary>How each group and its destinations do over the last minute, five minutes and hour; as of the last second. Allocates.</summary>
    IReadOnlyList<GroupPerformance> ReadPerformance();

    /// <summary>Who got what in each group over the last minute, five minutes and hour, beside what its policy lets expect; as of the last second. Allocates.</summary>
    IReadOnlyList<GroupDistribution> ReadDistribution();

    /// <summary>The weights of each group, as configured and as in force, and how they were adjusted lately. Allocates.</summary>
    IReadOnlyList<GroupAdjustments> ReadAdjustments();

    /// <summary>How each group is set up and what was measured of it, to judge by what would be better; as of the last second. Allocates.</summary>
    /// <param name="window">How far back: one minute, five minutes or one hour.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such window.</exception>
    IReadOnlyList<GroupSituation> ReadSituations(TimeSpan window);
}
