using System.Collections;
using System.Globalization;
using MessageLB.Transport;

namespace MessageLB.Core.DeadLetters;

/// <summary>Writes what a dead letter is published with: as a message that is tried anew, or as the same dead letter at the end of its queue.</summary>
public static class DeadLetterEnvelopes
{
    /// <summary>
    /// The properties for another life. The message starts with attempt 1, as if it had never failed, and says how often it was replayed. A
    /// deadline that is over and the <c>expiration</c> are taken off, because the message would die of them at once.
    /// </summary>
    /// <param name="letter">The dead letter.</param>
    /// <param name="group">Group that tries it.</param>
    /// <param name="run">Names the replay, so that it knows what comes back.</param>
    /// <param name="now">Wall clock.</param>
    public static MessageProperties Replay(DeadLetter letter, string group, string run, DateTimeOffset now)
    {
        var properties = Start(letter, group);
        var headers = properties.Headers!;
        foreach (var name in headers.Keys.Where(IsOfTheLastLife).ToList()) headers.Remove(name);
        if (Deadlines.Of(headers) is { } deadline && deadline <= now) headers.Remove(HeaderNames.Deadline);
        headers[HeaderNames.Attempt] = "1";
        headers[HeaderNames.Replayed] = (letter.Replayed + 1).ToString(CultureInfo.InvariantCulture);
        headers[HeaderNames.ReplayRun] = run;
        return properties;
    }

    /// <summary>
    /// The properties for the same dead letter at the end of its queue. What the broker's record of deaths says about it is written as headers of
    /// ours, because the record does not survive being published.
    /// </summary>
    /// <param name="letter">The dead letter.</param>
    /// <param name="group">Group that it belongs to.</param>
    public static MessageProperties Keep(DeadLetter letter, string group)
    {
        var properties = Start(letter, group);
        var headers = properties.Headers!;
        if (letter.Reason != DeadLetter.UnknownReason) headers.TryAdd(HeaderNames.DeadReason, letter.Reason);
        if (letter.DeadAt is { } at) headers.TryAdd(HeaderNames.DeadAt, WireTime.Write(at));
        return properties;
    }

    private static MessageProperties Start(DeadLetter letter, string group)
    {
        ArgumentNullException.ThrowIfNull(letter);
        var properties = new MessageProperties();
        properties.CopyFrom(letter.Properties);
        var headers = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in letter.Properties.Headers ?? new Dictionary<string, object?>())
        {
            if (name is "CC" or "BCC") headers.TryAdd(HeaderNames.OriginalCc, Keys(value));
            else if (!DeathRecord.IsBrokers(name)) headers[name] = value;
        }

        // The broker takes a user only from that user's own connection, and ends the channel of any other.
        if (properties.UserId is { } user) headers.TryAdd(HeaderNames.UserId, user);
        properties.UserId = null;
        properties.Expiration = null;
        headers[HeaderNames.Group] = group;
        headers.TryAdd(HeaderNames.RoutingKey, letter.RoutingKey);
        if (letter.Exchange is { } exchange) headers.TryAdd(HeaderNames.Exchange, exchange);
        properties.Headers = headers;
        return properties;
    }

    private static string Keys(object? value) => value is IList keys and not byte[] ? string.Join(',', keys.Cast<object?>().Select(HeaderText.Write)) : HeaderText.Write(value);

    private static bool IsOfTheLastLife(string name) => name is HeaderNames.DeadReason or HeaderNames.DeadAt
        or HeaderNames.Error or HeaderNames.LastError or HeaderNames.Tried or HeaderNames.Delay
        or HeaderNames.Destination or HeaderNames.Policy or HeaderNames.Dispatcher or HeaderNames.DispatchedAt or HeaderNames.FallbackFrom;
}
