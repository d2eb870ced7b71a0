using MessageLB.Core.Adjustment;
using MessageLB.Core.Distribution;
using MessageLB.Core.Performance;
using MessageLB.Core.Recommendations;
using MessageLB.Dispatcher.Status;

namespace MessageLB.Web.Tests.Fakes;

/// <summary>Shows the picture that the test wants.</summary>
internal sealed class FixedStatus : IDispatcherStatus
{
    public DispatcherStatus Current { get; set; } = Pictures.Dispatcher();

    public int Reads { get; private set; }

    public DispatcherStatus Read()
    {
        Reads++;
        return Current;
    }

    public IReadOnlyList<GroupPerformance> Performance { get; set; } = [];

    public IReadOnlyList<GroupDistribution> Distribution { get; set; } = [];

    public IReadOnlyList<GroupPerformance> ReadPerformance() => Performance;

    public IReadOnlyList<GroupDistribution> ReadDistribution() => Distribution;

    public IReadOnlyList<GroupAdjustments> Adjustments { get; set; } = [];

    public IReadOnlyList<GroupAdjustments> ReadAdjustments() => Adjustments;

    /// <summary>What is told of each window; another one each time it is asked for, until the last.</summary>
    public Queue<IReadOnlyList<GroupSituation>> Situations { get; } = new();

    public TimeSpan AskedWindow { get; private set; }

    public IReadOnlyList<GroupSituation> ReadSituations(TimeSpan window)
    {
        AskedWindow = window;
        return Situations.Count switch { 0 => [], 1 => Situations.Peek(), _ => Situations.Dequeue() };
    }
}
