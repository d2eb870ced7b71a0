using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// The destination where the message is expected to be finished first: estimated service time × queueing, where queueing is 1 while
/// the worker has a hand free and (in-flight + 1) / concurrency after that; a weight divides the expectation. The service time is the
/// peak EWMA measured from heartbeats (after Finagle's PeakEwma). A destination without a measurement counts as the mean of the
/// others, so that it is tried at once and neither flooded nor starved. Ties are broken uniformly at random. O(n).
/// </summary>
internal sealed class ResponseTimePolicy : IRoutingPolicy
{
    public const string PolicyName = "response_time";

    public string Name => PolicyName;

    public int Select(in RoutingContext context, ReadOnlySpan<DestinationState> eligible)
    {
        var typical = TypicalServiceTime(eligible);
        var chosen = 0;
        var best = double.MaxValue;
        var tied = 0;
        for (var i = 0; i < eligible.Length; i++)
        {
            var expected = Expectation(eligible[i], typical);
            if (expected > best) continue;
            if (expected < best)
            {
                best = expected;
                chosen = i;
                tied = 1;
            }
            else if (context.Random.Next(++tied) == 0)
            {
                chosen = i;
            }
        }

        return chosen;
    }

    private static double Expectation(DestinationState destination, double typical)
    {
        var service = destination.ServiceSeconds;
        if (service <= 0) service = typical;
        var queueing = Math.Max(1.0, (destination.Credit.InFlight + 1.0) / Math.Max(1, destination.Concurrency));
        return service * queueing / destination.Weight;
    }

    private static double TypicalServiceTime(ReadOnlySpan<DestinationState> eligible)
    {
        var sum = 0.0;
        var known = 0;
        foreach (var destination in eligible)
        {
            var service = destination.ServiceSeconds;
            if (service <= 0) continue;
            sum += service;
            known++;
        }

        return known == 0 ? 1.0 : sum / known;
    }
}
