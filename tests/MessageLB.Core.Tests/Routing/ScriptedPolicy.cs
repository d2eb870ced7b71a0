using MessageLB.Core.Groups;
using MessageLB.Core.Routing;

namespace MessageLB.Core.Tests.Routing;

/// <summary>A policy that does what the test says, and remembers what it was asked.</summary>
internal sealed class ScriptedPolicy(Func<DestinationState[], DestinationState> select) : IRoutingPolicy
{
    public string Name => "scripted";

    /// <summary>Names of the candidates, call by call.</summary>
    public List<string> Asked { get; } = [];

    public bool GoesByLoad { get; init; }

    public RoutingContext Context { get; private set; }

    public DestinationState Select(in RoutingContext context, CandidateSet candidates)
    {
        Context = context;
        var inOrder = candidates.Items.ToArray().OrderBy(d => d.Slot).ToArray();
        Asked.Add(string.Concat(inOrder.Select(d => d.Name)));
        return select(inOrder);
    }
}
