using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using MessageLB.Transport;

namespace MessageLB.Simulation.Tests.Spreading;

/// <summary>Takes the first candidate and notes what it is told of each message.</summary>
internal sealed class ListeningPolicy : IRoutingPolicy
{
    public const string PolicyName = "listening";

    public string Name => PolicyName;

    /// <summary>What was heard, by type, routing key and hash key.</summary>
    public List<(string? Type, string RoutingKey, string? Key)> Heard { get; } = [];

    /// <summary>Service times that were known of each destination when a message came, in seconds.</summary>
    public List<double[]> ServiceTimes { get; } = [];

    /// <summary>What was known of the first destination and the message's kind, in seconds.</summary>
    public List<double> ServiceTimesOfKind { get; } = [];

    public DestinationState Select(in RoutingContext context, CandidateSet candidates)
    {
        Heard.Add((context.Properties.Type, context.RoutingKey, HeaderValues.GetText(context.Properties.Headers, HeaderNames.Key)));
        ServiceTimes.Add([.. context.Group.Eligible.Select(d => d.ServiceSeconds)]);
        ServiceTimesOfKind.Add(context.Group.Eligible[0].ServiceSecondsOf(context.Kind));
        return candidates.First;
    }

    /// <summary>A simulator that knows this policy alone.</summary>
    public Simulator Simulator() => new(new RoutingPolicyRegistry([new(PolicyName, _ => this)]));
}
