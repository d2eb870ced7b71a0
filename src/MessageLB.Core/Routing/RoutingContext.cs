using MessageLB.Transport;

namespace MessageLB.Core.Routing;

/// <summary>What a policy may know of the message and the moment.</summary>
/// <param name="RoutingKey">Routing key that the publisher used.</param>
/// <param name="Properties">Properties and headers; valid only during the pick.</param>
/// <param name="Random">Source of randomness, the picker's own.</param>
public readonly record struct RoutingContext(string RoutingKey, MessageProperties Properties, Random Random);
