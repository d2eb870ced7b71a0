using MessageLB.Transport;

namespace MessageLB.Core.Envelopes;

/// <summary>Where the publisher sent a message, whichever way it came.</summary>
public static class PublisherAddress
{
    /// <summary>
    /// Whether the message was sent on, by a worker or by a group that forwards, through the default exchange, and brings the
    /// publisher's address in its headers. Only such a message may speak in our name.
    /// </summary>
    public static bool IsInHeaders(in Delivery delivery) =>
        delivery.Exchange.Length == 0 && delivery.Properties.Headers?.ContainsKey(HeaderNames.RoutingKey) == true;

    /// <summary>The publisher's routing key.</summary>
    public static string RoutingKey(in Delivery delivery) =>
        (IsInHeaders(delivery) ? HeaderValues.GetText(delivery.Properties.Headers, HeaderNames.RoutingKey) : null) ?? delivery.RoutingKey;
}
