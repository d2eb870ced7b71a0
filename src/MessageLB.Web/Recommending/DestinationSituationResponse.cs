using MessageLB.Core.Configuration;
using MessageLB.Core.Recommendations;

namespace MessageLB.Web.Recommending;

/// <summary>What is known of a destination that improvements can be judged by. Counters are of the last <paramref name="OverS"/> seconds.</summary>
/// <param name="Name">Name.</param>
/// <param name="GetsMessages">Whether it works and is in the tier that gets the messages.</param>
/// <param name="Reason">Why not; null if it does.</param>
/// <param name="Concurrency">Messages that it handles at the same time; 0 if unknown.</param>
/// <param name="Instances">Worker instances that are alive.</param>
/// <param name="Weight">Configured weight, or the one that its workers ask for.</param>
/// <param name="WeightOfWorker">Whether its workers ask for that weight.</param>
/// <param name="WeightFactor">What dynamic adjustment multiplies it by.</param>
/// <param name="Window">Its own window, as configured; null takes the group's.</param>
/// <param name="WorkerLimit">Most in-flight that its workers want; 0 leaves it to the dispatcher.</param>
/// <param name="WindowNow">Most in-flight now.</param>
/// <param name="Cost">Cost of a message.</param>
/// <param name="OverS">Seconds that were measured.</param>
/// <param name="Settled">Messages done or failed.</param>
/// <param name="Failed">Messages that failed.</param>
/// <param name="BusyMs">Sum of the handling times.</param>
/// <param name="InFlightMs">Sum over time of the messages in flight.</param>
/// <param name="ServiceTimeMs">Estimate that picks go by; 0 if unknown.</param>
/// <param name="FeedbackMs">How old completions are when the dispatcher hears of them.</param>
/// <param name="P50Ms">Median handling time as the workers report it; null if unknown.</param>
/// <param name="P99Ms">99th percentile of it; null if unknown.</param>
public sealed record DestinationSituationResponse(
    string Name,
    bool GetsMessages,
    string? Reason,
    int Concurrency,
    int Instances,
    int Weight,
    bool WeightOfWorker,
    double WeightFactor,
    string? Window,
    int WorkerLimit,
    int WindowNow,
    double Cost,
    double OverS,
    long Settled,
    long Failed,
    double BusyMs,
    double InFlightMs,
    double ServiceTimeMs,
    double FeedbackMs,
    double? P50Ms,
    double? P99Ms)
{
    private const double MillisecondsPerSecond = 1000;
    private const int Digits = 3;

    /// <summary>Copies what the dispatcher knows.</summary>
    public static DestinationSituationResponse From(DestinationSituation known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return new DestinationSituationResponse(
            known.Name,
            known.IsChosen,
            known.Reason,
            known.Concurrency,
            known.Instances,
            known.Weight,
            known.IsWeightOfWorker,
            Math.Round(known.WeightFactor, 4),
            known.Window?.ToString(),
            known.WorkerLimit,
            known.WindowNow,
            known.Cost,
            Math.Round(known.Over.TotalSeconds, Digits),
            known.Settled,
            known.Failed,
            Milliseconds(known.BusySeconds),
            Milliseconds(known.InFlightSeconds),
            Milliseconds(known.ServiceSeconds),
            Milliseconds(known.FeedbackSeconds),
            known.ServiceP50Seconds is { } p50 ? Milliseconds(p50) : null,
            known.ServiceP99Seconds is { } p99 ? Milliseconds(p99) : null);
    }

    /// <summary>What was copied, to judge by.</summary>
    public DestinationSituation ToSituation() => new()
    {
        Name = Name,
        IsChosen = GetsMessages,
        Reason = Reason,
        Concurrency = Concurrency,
        Instances = Instances,
        Weight = Weight,
        IsWeightOfWorker = WeightOfWorker,
        WeightFactor = WeightFactor,
        Window = WindowConfig.TryParse(Window, out var own, out _) ? own : null,
        WorkerLimit = WorkerLimit,
        WindowNow = WindowNow,
        Cost = Cost,
        Over = TimeSpan.FromSeconds(OverS),
        Settled = Settled,
        Failed = Failed,
        BusySeconds = BusyMs / MillisecondsPerSecond,
        InFlightSeconds = InFlightMs / MillisecondsPerSecond,
        ServiceSeconds = ServiceTimeMs / MillisecondsPerSecond,
        FeedbackSeconds = FeedbackMs / MillisecondsPerSecond,
        ServiceP50Seconds = P50Ms / MillisecondsPerSecond,
        ServiceP99Seconds = P99Ms / MillisecondsPerSecond,
    };

    private static double Milliseconds(double seconds) => Math.Round(seconds * MillisecondsPerSecond, Digits);
}
