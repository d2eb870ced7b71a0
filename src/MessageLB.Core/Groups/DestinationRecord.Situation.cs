using MessageLB.Core.Performance;
using MessageLB.Core.Recommendations;

namespace MessageLB.Core.Groups;

/// <summary>What improvements can be judged by.</summary>
internal sealed partial class DestinationRecord
{
    private const double MillisecondsPerSecond = 1000;

    /// <summary>How it is set up, and what was measured of it.</summary>
    /// <param name="figures">What was counted, and over how long.</param>
    /// <param name="times">Handling times in that time, as far as workers tell them.</param>
    /// <param name="isChosen">Whether it gets messages.</param>
    public DestinationSituation Situation(in PerformanceFigures figures, TimeSums times, bool isChosen)
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
            // What workers say of late has to do where they do not tell their times.
            ServiceP50Seconds = times.Percentile(0.5) ?? alive.MaxBy(i => i.LastSeen)?.Last?.LatencyP50Ms / MillisecondsPerSecond,
            ServiceP99Seconds = times.Percentile(0.99) ?? alive.Max(i => i.Last?.LatencyP99Ms) / MillisecondsPerSecond,
        };
    }
}
