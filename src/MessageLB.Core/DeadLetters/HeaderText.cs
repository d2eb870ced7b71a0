using System.Collections;
using System.Globalization;
using System.Text;

namespace MessageLB.Core.DeadLetters;

/// <summary>Header values for people: text as it is, all else written out. Safe for a screen: nothing in it moves a cursor.</summary>
public static class HeaderText
{
    private const int MostDepth = 4;
    private const int MostItems = 32;

    /// <summary>A header's value as text; null if it is absent.</summary>
    public static string? Of(IDictionary<string, object?>? headers, string name) =>
        headers is not null && headers.TryGetValue(name, out var value) ? Write(value, MostDepth) : null;

    /// <summary>A value as text.</summary>
    public static string Write(object? value) => Write(value, MostDepth);

    /// <summary>Text with everything that a screen would obey or hide written as <c>\u{…}</c>.</summary>
    public static string Printable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Any(IsUnsafe)) return text;
        var safe = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (IsUnsafe(c)) safe.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)c:x}}}");
            else safe.Append(c);
        }

        return safe.ToString();
    }

    /// <summary>Whether a screen would obey the character, or show the text in another order.</summary>
    internal static bool IsUnsafe(char c) => char.IsControl(c) || c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\u2028' or '\u2029';

    private static string Write(object? value, int depth) => value switch
    {
        null => "",
        string text => text,
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        ReadOnlyMemory<byte> bytes => $"0x{Convert.ToHexStringLower(bytes.Span[..Math.Min(bytes.Length, 64)])}",
        bool flag => flag ? "true" : "false",
        DateTimeOffset time => WireTime.Write(time),
        _ when depth == 0 => "…",
        IDictionary<string, object?> table => $"{{{Join(table.Select(e => $"{e.Key}: {Write(e.Value, depth - 1)}"), table.Count)}}}",
        IList list => $"[{Join(list.Cast<object?>().Select(v => Write(v, depth - 1)), list.Count)}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Join(IEnumerable<string> items, int count) =>
        string.Join(", ", count > MostItems ? items.Take(MostItems).Append("…") : items);
}
