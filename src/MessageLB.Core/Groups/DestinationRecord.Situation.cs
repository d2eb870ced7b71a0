using MessageLB.Core.Performance;
using MessageLB.Core.Recommendations;

namespace MessageLB.Core.Groups;

/// <summary>What improvements can be judged by.</summary>
internal sealed partial class DestinationRecord
{
    private const double MillisecondsPerSecond = 1000;

    /// <summary>How it is set up, and what was measured of it.</summary>
    /// <param name="figures">What was counted, and over how long.</param>
    /// <param name="isChosen">Whether it gets messages.</param>
    public DestinationSituation Situation(in PerformanceFigures figures, bool isChosen)
    {
        var (counted, wishes) = (figures.Counted, Instances.Wishes());
        var settled = counted.Done + counted.Failed;
        var alive = Instances.All.Where(i => !i.Lost).ToList();
        return new DestinationSituation
        {
            Name = State.Name,
            IsChosen = isChosen,
            Reason = isChosen ? null : Reason,
            Concurrency = State.Concurrency,
            Instances = alive.Count,
            Weight = Weight,
            IsWeightOfWorker = wishes.Weight is not null,
            WeightFactor = Factor.Value,
            Window = Listed?.Window,
            WorkerLimit = wishes.Window,
            WindowNow = State.Credit.Limit,
            Cost = State.Cost,
            Over = figures.Over,
            Settled = settled,
            Failed = counted.Failed,
            BusySeconds = counted.BusySeconds,
            InFlightSeconds = counted.InFlightSeconds,
            ServiceSeconds = ServiceTime.Seconds,
            FeedbackSeconds = settled > 0 ? counted.NewsSeconds / settled : _feedback.Seconds,
            ServiceP50Seconds = alive.MaxBy(i => i.LastSeen)?.Last?.LatencyP50Ms / MillisecondsPerSecond,
            ServiceP99Seconds = alive.Max(i => i.Last?.LatencyP99Ms) / MillisecondsPerSecond,
        };
    }
}
