using MessageLB.Core.Groups;
using MessageLB.Transport;

namespace MessageLB.Core.Routing;

/// <summary>What a policy may know of the message and the moment.</summary>
/// <param name="Group">The group's destinations at this moment, those without credit included.</param>
/// <param name="RoutingKey">Routing key that the publisher used.</param>
/// <param name="Properties">Properties and headers; valid only during the pick.</param>
/// <param name="Random">Source of randomness, the picker's own.</param>
public readonly record struct RoutingContext(GroupSnapshot Group, string RoutingKey, MessageProperties Properties, Random Random)
{
    /// <summary>
    /// Number of the message's kind (AMQP <c>type</c>) in its group, for <see cref="DestinationState.ServiceSecondsOf"/>; 0 for every message while
    /// the group's workers do not report several kinds.
    /// </summary>
    public int Kind { get; init; }
}
