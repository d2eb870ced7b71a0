using MessageLB.Core.Groups;
using MessageLB.Core.Routing;

namespace MessageLB.Dispatcher.Tests.Shadowing;

/// <summary>Throws at every choice.</summary>
internal sealed class BrokenPolicy : IRoutingPolicy
{
    public string Name => "broken";

    public DestinationState Select(in RoutingContext context, CandidateSet candidates) => throw new InvalidOperationException("it is broken.");
}
