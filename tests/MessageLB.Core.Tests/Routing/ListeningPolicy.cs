using MessageLB.Core.Groups;
using MessageLB.Core.Routing;

namespace MessageLB.Core.Tests.Routing;

/// <summary>Chooses the first candidate and remembers what it was told: the name, and + for a candidate or - for none.</summary>
internal sealed class ListeningPolicy : IRoutingPolicy
{
    public string Name => "listening";

    public List<string> Heard { get; } = [];

    public void Refresh(DestinationState destination, bool isCandidate) => Heard.Add(destination.Name + (isCandidate ? '+' : '-'));

    public DestinationState Select(in RoutingContext context, CandidateSet candidates) => candidates.First;
}
