using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// The destination with the fewest deliveries in flight for its weight, this one counted: (in-flight + 1) ÷ weight. The + 1 keeps
/// weights meaningful when all are idle, where HAProxy's key (<c>fwlc_get_key</c> in <c>lb_fwlc.c</c>) is 0 for everybody.
/// </summary>
internal sealed class WeightedLeastConnectionsPolicy : ScorePolicy
{
    public const string PolicyName = "weighted_least_connections";

    public override string Name => PolicyName;

    protected override double Score(DestinationState destination) => (destination.Load + 1.0) / Math.Max(1, destination.Weight);
}
