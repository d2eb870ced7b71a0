using System.Globalization;

namespace MessageLB;

/// <summary>Times in headers, as <c>2026-11-21T08:20:30.456Z</c>: RFC 3339 in UTC with milliseconds.</summary>
public static class WireTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>A time as it is written.</summary>
    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="Write"/> wrote; null for anything else.</summary>
    public static DateTimeOffset? Read(string? text) =>
        DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
