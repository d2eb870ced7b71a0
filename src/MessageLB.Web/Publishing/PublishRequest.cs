using System.Globalization;
using System.Text;
using MessageLB.Transport;
using Microsoft.AspNetCore.Http;

namespace MessageLB.Web.Publishing;

/// <summary>
/// Reads a message's properties from the headers of an HTTP request; the table stands in <c>docs/http-api.md</c>. Header names
/// have no case in HTTP, so the names of message headers become lower case.
/// </summary>
internal static class PublishRequest
{
    public const string HeaderPrefix = "messagelb-header-";

    private const int MaxRoutingKeyBytes = 255;

    /// <summary>Headers that are the same in HTTP and in the message.</summary>
    private static readonly string[] PassedThrough =
        [HeaderNames.Key, HeaderNames.Tenant, HeaderNames.Deadline, HeaderNames.Debug, "traceparent", "tracestate"];

    /// <summary>What is wrong with a routing key, or null.</summary>
    public static string? Violation(string? routingKey)
    {
        if (string.IsNullOrEmpty(routingKey)) return "The routing key is missing: POST /api/v1/publish/{routingKey}.";
        var size = Encoding.UTF8.GetByteCount(routingKey);
        return size > MaxRoutingKeyBytes ? $"The routing key has {size} bytes; {MaxRoutingKeyBytes} is the most." : null;
    }

    /// <summary>The properties, with a new message id if the request names none; or what is wrong.</summary>
    public static bool TryReadProperties(IHeaderDictionary headers, TimeProvider time, out MessageProperties properties, out string? error)
    {
        properties = new MessageProperties
        {
            ContentType = Text(headers, "content-type"),
            ContentEncoding = Text(headers, "content-encoding"),
            MessageId = Text(headers, "messagelb-message-id") ?? Guid.CreateVersion7(time.GetUtcNow()).ToString(),
            CorrelationId = Text(headers, "messagelb-correlation-id"),
            ReplyTo = Text(headers, "messagelb-reply-to"),
            Type = Text(headers, "messagelb-type"),
            AppId = Text(headers, "messagelb-app-id"),
            Headers = ReadHeaders(headers),
        };
        error = ReadPersistent(headers, properties) ?? ReadPriority(headers, properties) ?? ReadExpiration(headers, properties);
        return error is null;
    }

    private static string? ReadPersistent(IHeaderDictionary headers, MessageProperties properties)
    {
        const string Name = "messagelb-persistent";
        var text = Text(headers, Name);
        properties.Persistent = text is null or "true";
        return text is null or "true" or "false" ? null : $"The header {Name} is '{text}'; write true or false.";
    }

    private static string? ReadPriority(IHeaderDictionary headers, MessageProperties properties)
    {
        const string Name = "messagelb-priority";
        if (Text(headers, Name) is not { } text) return null;
        if (!byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var priority)) return $"The header {Name} is '{text}'; write a number from 0 to 255.";
        properties.Priority = priority;
        return null;
    }

    private static string? ReadExpiration(IHeaderDictionary headers, MessageProperties properties)
    {
        const string Name = "messagelb-expiration";
        if (Text(headers, Name) is not { } text) return null;
        if (!uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)) return $"The header {Name} is '{text}'; write milliseconds as a whole number.";
        properties.Expiration = text;
        return null;
    }

    private static Dictionary<string, object?>? ReadHeaders(IHeaderDictionary headers)
    {
        Dictionary<string, object?>? found = null;
        foreach (var (name, values) in headers)
        {
            var lower = name.ToLowerInvariant();
            if (lower.Length > HeaderPrefix.Length && lower.StartsWith(HeaderPrefix, StringComparison.Ordinal)) lower = lower[HeaderPrefix.Length..];
            else if (!PassedThrough.Contains(lower)) continue;
            (found ??= [])[lower] = values.ToString();
        }

        return found;
    }

    private static string? Text(IHeaderDictionary headers, string name)
    {
        var text = headers[name].ToString();
        return text.Length > 0 ? text : null;
    }
}
