using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Registry;

namespace MessageLB.Dispatcher.Sessions;

/// <summary>What every flow is made of, whatever its group.</summary>
/// <param name="Identity">Who this dispatcher is.</param>
/// <param name="Policies">Routing policies by name.</param>
/// <param name="Routes">Gives the routes of all groups.</param>
/// <param name="Debug">Keeps decisions about messages that ask for it.</param>
/// <param name="MaxMessageSize">Largest body in bytes.</param>
/// <param name="Time">Clock.</param>
internal sealed record FlowParts(
    DispatcherIdentity Identity,
    RoutingPolicyRegistry Policies,
    Func<IReadOnlyCollection<string>> Routes,
    DebugDecisions Debug,
    int MaxMessageSize,
    TimeProvider Time)
{
    /// <summary>What carries the messages, as spans say it.</summary>
    public string System { get; init; } = "embedded";

    /// <summary>Whether hand-overs have spans, if somebody listens. Default true.</summary>
    public bool MakesSpans { get; init; } = true;

    /// <summary>Whose trace context goes on to the workers.</summary>
    public TracePropagation Propagation { get; init; }
}
