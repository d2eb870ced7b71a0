using System.Globalization;
using System.Text;

namespace MessageLB.Core.Configuration;

/// <summary>Makes what a user wrote fit to be shown: without credentials, on one line, not too long.</summary>
internal static class Redaction
{
    private const int MaxLength = 80;
    private const string Hidden = "***";

    /// <summary>The text as it may appear in a message or a log.</summary>
    public static string Show(string text) => OneLine(WithoutCredentials(text));

    /// <summary>
    /// Replaces everything between a scheme's <c>://</c> and the last <c>@</c>. Works on text that is no valid address too, since
    /// that is what error messages quote; a password may contain any character.
    /// </summary>
    public static string WithoutCredentials(string text)
    {
        var at = text.LastIndexOf('@');
        if (at < 0) return text;
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var start = scheme >= 0 && scheme < at ? scheme + 3 : 0;
        return string.Concat(text.AsSpan(0, start), Hidden, text.AsSpan(at));
    }

    private static string OneLine(string text)
    {
        var shown = new StringBuilder();
        foreach (var c in text)
        {
            if (shown.Length >= MaxLength) return shown.Append('…').ToString();
            if (char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                shown.Append(c);
            }
        }

        return shown.ToString();
    }
}
