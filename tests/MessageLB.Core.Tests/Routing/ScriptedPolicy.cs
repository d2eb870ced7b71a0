using MessageLB.Core.Groups;
using MessageLB.Core.Routing;

namespace MessageLB.Core.Tests.Routing;

/// <summary>A policy that does what the test says, and remembers what it was asked.</summary>
internal sealed class ScriptedPolicy(Func<DestinationState[], int> select) : IRoutingPolicy
{
    public string Name => "scripted";

    /// <summary>Names of the candidates, call by call.</summary>
    public List<string> Asked { get; } = [];

    public RoutingContext Context { get; private set; }

    public int Select(in RoutingContext context, ReadOnlySpan<DestinationState> eligible)
    {
        Context = context;
        var candidates = eligible.ToArray();
        Asked.Add(string.Concat(candidates.Select(d => d.Name)));
        return select(candidates);
    }
}
