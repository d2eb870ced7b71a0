using MessageLB.Core.Groups;
using MessageLB.Core.Routing;

namespace MessageLB.Benchmarks.Micro;

/// <summary>Least connections as one would write it first: a look at every candidate at every pick. What the indexes are measured against.</summary>
internal sealed class LinearScanPolicy : IRoutingPolicy
{
    public const string PolicyName = "linear_scan";

    public string Name => PolicyName;

    public DestinationState? Select(in RoutingContext context, CandidateSet candidates)
    {
        var all = candidates.Items;
        var (best, least, ties) = (all[0], int.MaxValue, 0);
        foreach (var destination in all)
        {
            var inFlight = destination.Credit.InFlight;
            if (inFlight > least) continue;
            if (inFlight < least) (best, least, ties) = (destination, inFlight, 1);
            else if (context.Random.Next(++ties) == 0) best = destination;
        }

        return best;
    }
}
