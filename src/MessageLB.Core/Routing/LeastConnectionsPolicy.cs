using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// The destination with the fewest deliveries in flight, relative to nothing: weights are left to the weighted variant.
/// </summary>
internal sealed class LeastConnectionsPolicy : ScorePolicy
{
    public const string PolicyName = "least_connections";

    public override string Name => PolicyName;

    protected override double Score(DestinationState destination) => destination.Load;
}
