using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using MessageLB.Core.Configuration;
using MessageLB.Core.Envelopes;
using MessageLB.Transport;

namespace MessageLB.Core.Hashing;

/// <summary>
/// Where the key of a message is: what equal messages have in common. Absent, empty and unreadable (a table, a list) are all "no
/// key". Text is the same key whether it comes as a string or as UTF-8 bytes; numbers are the text that people write for them.
/// Immutable.
/// </summary>
/// <param name="Field">Part of the message.</param>
/// <param name="Header">Name of the header; empty for other fields.</param>
public sealed record KeySource(KeyField Field, string Header = "")
{
    private const string HeaderPrefix = "header:";
    private const int LongestHeader = 255;
    private const string Hint = "is no key: write header:NAME, routing-key, type, message-id, correlation-id, user-id or app-id";

    private static readonly (string Word, KeyField Field)[] Words =
    [
        ("routing-key", KeyField.RoutingKey),
        ("type", KeyField.Type),
        ("message-id", KeyField.MessageId),
        ("correlation-id", KeyField.CorrelationId),
        ("user-id", KeyField.UserId),
        ("app-id", KeyField.AppId),
    ];

    /// <summary>The header that publishers set for this: <see cref="HeaderNames.Key"/>.</summary>
    public static KeySource Default { get; } = new(KeyField.Header, HeaderNames.Key);

    /// <summary>The words that need no name beside them.</summary>
    internal static IEnumerable<string> Spellings => Words.Select(word => word.Word);

    /// <summary>Reads a key as configuration writes it. Names of headers are taken as they are, words without case.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="value">The key; <see cref="Default"/> on failure.</param>
    /// <param name="problem">What is wrong, to be read behind the quoted text; null on success.</param>
    public static bool TryParse(string? text, out KeySource value, [NotNullWhen(false)] out string? problem)
    {
        value = Default;
        problem = Hint;
        var rest = (text ?? "").Trim(' ');
        if (rest.StartsWith(HeaderPrefix, StringComparison.OrdinalIgnoreCase))
        {
            var name = rest[HeaderPrefix.Length..].Trim(' ');
            if (name.Length is 0 || Encoding.UTF8.GetByteCount(name) > LongestHeader) return false;
            value = new KeySource(KeyField.Header, name);
            problem = null;
            return true;
        }

        foreach (var (word, field) in Words)
        {
            if (!ConfigKeys.Same(word, rest)) continue;
            value = new KeySource(field);
            problem = null;
            return true;
        }

        return false;
    }

    /// <summary>Hash of the message's key (<see cref="StableHash"/>); false if it has none. Does not allocate.</summary>
    /// <param name="properties">Properties of the message.</param>
    /// <param name="routingKey">Routing key that the publisher used.</param>
    /// <param name="hash">The hash; 0 without a key.</param>
    public bool TryHash(MessageProperties properties, string routingKey, out ulong hash)
    {
        ArgumentNullException.ThrowIfNull(properties);
        if (Field == KeyField.Header) return TryHash(Value(properties), out hash);
        var text = Property(properties, routingKey);
        hash = string.IsNullOrEmpty(text) ? 0 : StableHash.Of(text.AsSpan());
        return hash != 0 || !string.IsNullOrEmpty(text);
    }

    /// <summary>
    /// Hash of a delivery's key; false if it has none. Of a message that was sent on (<see cref="PublisherAddress"/>) the routing key
    /// and the user are those of its publisher.
    /// </summary>
    public bool TryHash(in Delivery delivery, out ulong hash)
    {
        if (Field is KeyField.UserId && delivery.Properties.UserId is null && PublisherAddress.IsInHeaders(delivery))
        {
            object? user = null;
            delivery.Properties.Headers?.TryGetValue(HeaderNames.UserId, out user);
            return TryHash(user, out hash);
        }

        return TryHash(delivery.Properties, Field is KeyField.RoutingKey ? PublisherAddress.RoutingKey(delivery) : delivery.RoutingKey, out hash);
    }

    /// <summary>The key itself, for people; null if there is none.</summary>
    /// <param name="properties">Properties of the message.</param>
    /// <param name="routingKey">Routing key that the publisher used.</param>
    public string? Text(MessageProperties properties, string routingKey)
    {
        ArgumentNullException.ThrowIfNull(properties);
        var text = Field != KeyField.Header ? Property(properties, routingKey) : Value(properties) switch
        {
            string value => value,
            byte[] bytes => Encoding.UTF8.GetString(bytes),
            bool flag => flag ? "true" : "false",
            IUtf8SpanFormattable and IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => null,
        };
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>As written in configuration.</summary>
    public override string ToString() => Field == KeyField.Header ? HeaderPrefix + Header : Array.Find(Words, w => w.Field == Field).Word;

    private static bool TryHash(object? value, out ulong hash)
    {
        switch (value)
        {
            case string text:
                hash = text.Length == 0 ? 0 : StableHash.Of(text.AsSpan());
                return text.Length > 0;
            case byte[] bytes:
                hash = bytes.Length == 0 ? 0 : StableHash.Of(bytes);
                return bytes.Length > 0;
            case bool flag:
                hash = StableHash.Of(flag ? "true"u8 : "false"u8);
                return true;
            default:
                return TryHashNumber(value, out hash);
        }
    }

    // Apart, because room for a number's text would be cleared for every key.
    private static bool TryHashNumber(object? value, out ulong hash)
    {
        hash = 0;
        Span<byte> text = stackalloc byte[64];
        if (value is not IUtf8SpanFormattable number || !number.TryFormat(text, out var written, default, CultureInfo.InvariantCulture)) return false;
        hash = StableHash.Of(text[..written]);
        return true;
    }

    private object? Value(MessageProperties properties) =>
        properties.Headers is { } headers && headers.TryGetValue(Header, out var value) ? value : null;

    private string? Property(MessageProperties properties, string routingKey) => Field switch
    {
        KeyField.RoutingKey => routingKey,
        KeyField.Type => properties.Type,
        KeyField.MessageId => properties.MessageId,
        KeyField.CorrelationId => properties.CorrelationId,
        KeyField.UserId => properties.UserId,
        _ => properties.AppId,
    };
}
