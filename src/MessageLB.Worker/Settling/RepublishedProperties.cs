using System.Globalization;
using MessageLB.Transport;

namespace MessageLB.Worker.Settling;

/// <summary>
/// The properties of a message that a worker sends on. Copies, because a handler that was given up may still read or write the message's
/// own; and with where the publisher sent the message, since these publishes are addressed otherwise.
/// </summary>
internal static class RepublishedProperties
{
    /// <summary>On its way back to its group, without blame.</summary>
    public static MessageProperties Returned(Message message) => Of(message, message.Attempt);

    /// <summary>On its way back to its group after a failed attempt, for the next one.</summary>
    public static MessageProperties Retried(Message message, string? error)
    {
        var properties = Of(message, message.Attempt + 1);
        properties.Headers![HeaderNames.Error] = FailureNotes.Error(error ?? "");
        return properties;
    }

    /// <summary>As a dead letter.</summary>
    /// <param name="message">The message.</param>
    /// <param name="reason">One of <see cref="DeadReasons"/>.</param>
    /// <param name="error">What went wrong; null for nothing.</param>
    /// <param name="destination">Where.</param>
    /// <param name="now">Wall clock.</param>
    public static MessageProperties Dead(Message message, string reason, string? error, string destination, DateTimeOffset now)
    {
        var properties = Of(message, message.Attempt);
        var headers = properties.Headers!;
        headers[HeaderNames.DeadReason] = reason;
        headers[HeaderNames.DeadAt] = WireTime.Write(now);
        if (error is not null)
        {
            headers[HeaderNames.LastError] = FailureNotes.Error(error);
            headers[HeaderNames.Tried] = FailureNotes.Tried(HeaderValues.GetText(headers, HeaderNames.Tried), destination);
        }

        // It would expire where it is parked.
        properties.Expiration = null;
        return properties;
    }

    private static MessageProperties Of(Message message, int attempt)
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
