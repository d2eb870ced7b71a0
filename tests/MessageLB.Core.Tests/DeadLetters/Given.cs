using MessageLB.Core.DeadLetters;
using MessageLB.Transport;

namespace MessageLB.Core.Tests.DeadLetters;

/// <summary>Dead letters for tests.</summary>
internal static class Given
{
    /// <summary>A delivery from the queue of dead letters.</summary>
    public static Delivery Delivery(MessageProperties properties, byte[]? body = null) => new(1, "messagelb.dead", "orders", false, properties, body ?? "body"u8.ToArray());

    /// <summary>A letter with these headers.</summary>
    public static DeadLetter Letter(params (string Name, object? Value)[] headers) => Letter(new MessageProperties { MessageId = "m" }, headers);

    /// <summary>A letter with these properties and headers.</summary>
    public static DeadLetter Letter(MessageProperties properties, params (string Name, object? Value)[] headers)
    {
        properties.Headers = headers.ToDictionary(h => h.Name, h => h.Value);
        return DeadLetter.Of(Delivery(properties), int.MaxValue);
    }

    /// <summary>A letter with this body.</summary>
    public static DeadLetter Body(byte[] body, int most = int.MaxValue, string? encoding = null) =>
        DeadLetter.Of(Delivery(new MessageProperties { ContentEncoding = encoding }, body), most);

    /// <summary>The broker's record of a death.</summary>
    public static List<object?> Death(string reason, string exchange, string key, DateTimeOffset at) =>
    [
        new Dictionary<string, object?>
        {
            ["reason"] = reason, ["queue"] = "messagelb.in.orders"u8.ToArray(), ["exchange"] = exchange, ["routing-keys"] = new List<object?> { key }, ["time"] = at, ["count"] = 1L,
        },
    ];
}
