using System.Globalization;

namespace MessageLB.Worker.Settling;

/// <summary>The properties of a message on its way back to its group.</summary>
internal static class RepublishedProperties
{
    /// <summary>Counts the attempt and keeps where the publisher sent the message, since this publish addresses a queue.</summary>
    public static void Prepare(Message message, int attempt)
    {
        var properties = message.Properties;
        var headers = properties.Headers ??= new Dictionary<string, object?>();
        headers[HeaderNames.Attempt] = attempt.ToString(CultureInfo.InvariantCulture);
        headers[HeaderNames.Exchange] = message.Exchange;
        headers[HeaderNames.RoutingKey] = message.RoutingKey;
        // The broker fans a publish out to what these name, and checks the user id against this connection's user.
        headers.Remove("CC");
        headers.Remove("BCC");
        properties.UserId = null;
    }
}
