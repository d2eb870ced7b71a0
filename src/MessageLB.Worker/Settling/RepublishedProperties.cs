using System.Globalization;
using MessageLB.Transport;

namespace MessageLB.Worker.Settling;

/// <summary>The properties of a message on its way back to its group.</summary>
internal static class RepublishedProperties
{
    /// <summary>
    /// A copy with the attempt counted that keeps where the publisher sent the message, since this publish addresses a queue. A copy,
    /// because a handler that was given up may still read or write the message's own.
    /// </summary>
    public static MessageProperties Of(Message message, int attempt)
    {
        var properties = new MessageProperties();
        properties.CopyFrom(message.Properties);
        var headers = properties.Headers ??= new Dictionary<string, object?>();
        headers[HeaderNames.Attempt] = attempt.ToString(CultureInfo.InvariantCulture);
        headers[HeaderNames.Exchange] = message.Exchange;
        headers[HeaderNames.RoutingKey] = message.RoutingKey;
        // The broker fans a publish out to what these name, and checks the user id against this connection's user.
        headers.Remove("CC");
        headers.Remove("BCC");
        properties.UserId = null;
        return properties;
    }
}
