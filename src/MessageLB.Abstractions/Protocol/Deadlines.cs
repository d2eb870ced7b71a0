using System.Globalization;
using MessageLB.Transport;

namespace MessageLB;

/// <summary>Reads <see cref="HeaderNames.Deadline"/>. By the wall clock, because publishers set it.</summary>
public static class Deadlines
{
    /// <summary>A message's deadline; null if it has none, or none that can be read: what cannot be read must not cost a message.</summary>
    public static DateTimeOffset? Of(IDictionary<string, object?>? headers)
    {
        if (headers is null || !headers.ContainsKey(HeaderNames.Deadline)) return null;
        var text = HeaderValues.GetText(headers, HeaderNames.Deadline);
        // RFC 3339 wants a zone; a time without one would be whatever zone this machine is in.
        return text is { Length: >= 20 } && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-')
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var deadline)
            ? deadline
            : null;
    }

    /// <summary>The earlier of two; null for never.</summary>
    public static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null ? other : other is null || one < other ? one : other;
}
