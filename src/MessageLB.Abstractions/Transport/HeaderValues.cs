using System.Text;

namespace MessageLB.Transport;

/// <summary>Reads header values whatever way the transport carries text.</summary>
public static class HeaderValues
{
    /// <summary>
    /// The header as text, or null if it is absent or not text. UTF-8 bytes and strings both count as text, because AMQP 0-9-1
    /// does not tell one from the other.
    /// </summary>
    public static string? GetText(IDictionary<string, object?>? headers, string name)
    {
        if (headers is null || !headers.TryGetValue(name, out var value)) return null;
        return value switch
        {
            string text => text,
            byte[] bytes => Encoding.UTF8.GetString(bytes),
            _ => null,
        };
    }
}
