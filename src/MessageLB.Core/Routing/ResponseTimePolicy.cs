using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// The destination where the message is expected to be finished first: estimated service time × queueing, where queueing is 1 while
/// the worker has a hand free and (in-flight + 1) / concurrency after that; a weight divides the expectation. The service time is the
/// peak EWMA measured from heartbeats (after Finagle's PeakEwma); one without a measurement counts as its peers' median, which the
/// group's updater fills in, so that it is tried at once and neither flooded nor starved.
/// </summary>
internal sealed class ResponseTimePolicy : ScorePolicy
{
    public const string PolicyName = "response_time";

    public override string Name => PolicyName;

    /// <summary>Expected time in seconds until one more message is finished there, weights aside; relative while nothing is measured.</summary>
    public static double ExpectedSeconds(DestinationState destination)
    {
        var service = destination.ServiceSeconds;
        var queueing = Math.Max(1.0, (destination.Credit.InFlight + 1.0) / Math.Max(1, destination.Concurrency));
        return (service > 0 ? service : 1.0) * queueing;
    }

    protected override double Score(DestinationState destination) => ExpectedSeconds(destination) / Math.Max(1, destination.Weight);
}
