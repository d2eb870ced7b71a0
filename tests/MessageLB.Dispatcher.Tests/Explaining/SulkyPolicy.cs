using MessageLB.Core.Groups;
using MessageLB.Core.Routing;

namespace MessageLB.Dispatcher.Tests.Explaining;

/// <summary>Chooses the first candidate and throws when asked for its score.</summary>
internal sealed class SulkyPolicy : IRoutingPolicy
{
    public string Name => "sulky";

    public DestinationState Select(in RoutingContext context, CandidateSet candidates) => candidates.First;

    public double Score(in RoutingContext context, DestinationState destination) => throw new InvalidOperationException("no score today");
}
