using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// The destination with the fewest deliveries in flight, relative to nothing: weights are left to the weighted variant. Ties are broken
/// uniformly at random (reservoir sampling, as Envoy's full scan does), because "the first of them" would load it most. O(n).
/// </summary>
internal sealed class LeastConnectionsPolicy : IRoutingPolicy
{
    public const string PolicyName = "least_connections";

    public string Name => PolicyName;

    public int Select(in RoutingContext context, ReadOnlySpan<DestinationState> eligible)
    {
        var chosen = 0;
        var least = int.MaxValue;
        var tied = 0;
        for (var i = 0; i < eligible.Length; i++)
        {
            var inFlight = eligible[i].Credit.InFlight;
            if (inFlight > least) continue;
            if (inFlight < least)
            {
                least = inFlight;
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
}
