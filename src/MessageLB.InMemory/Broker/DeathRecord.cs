using System.Collections;
using MessageLB.InMemory.Queues;
using MessageLB.Transport;

namespace MessageLB.InMemory.Broker;

/// <summary>
/// The headers that say why and where a message became a dead letter, as RabbitMQ writes them: the first death for good, and
/// one entry in <c>x-death</c> for each queue and reason, the latest first, with a count.
/// </summary>
internal static class DeathRecord
{
    private const string Deaths = "x-death";

    /// <summary>The properties of the dead letter; the message's own are left as they are.</summary>
    public static MessageProperties Add(StoredMessage message, string queue)
    {
        var reason = message.DeathReason ?? throw new InvalidOperationException("The message is not dead.");
        var properties = HeaderCopy.Of(message.Properties);
        var headers = properties.Headers ??= new Dictionary<string, object?>();
        if (!headers.ContainsKey("x-first-death-reason"))
        {
            headers["x-first-death-reason"] = reason;
            headers["x-first-death-queue"] = queue;
            headers["x-first-death-exchange"] = message.Exchange;
        }

        var deaths = headers.TryGetValue(Deaths, out var known) && known is List<object?> list ? list : [];
        var count = TakeEntry(deaths, queue, reason) + 1;
        var entry = new Dictionary<string, object?>
        {
            ["count"] = count,
            ["reason"] = reason,
            ["queue"] = queue,
            ["exchange"] = message.Exchange,
            ["routing-keys"] = new List<object?> { message.RoutingKey },
        };
        // It would expire again where it is parked.
        if (properties.Expiration is { } expiration) entry["original-expiration"] = expiration;
        properties.Expiration = null;
        deaths.Insert(0, entry);
        headers[Deaths] = deaths;
        return properties;
    }

    private static long TakeEntry(List<object?> deaths, string queue, string reason)
    {
        for (var i = 0; i < deaths.Count; i++)
        {
            if (deaths[i] is not IDictionary entry || !queue.Equals(entry["queue"]) || !reason.Equals(entry["reason"])) continue;
            deaths.RemoveAt(i);
            return entry["count"] is long count ? count : 0;
        }

        return 0;
    }
}
