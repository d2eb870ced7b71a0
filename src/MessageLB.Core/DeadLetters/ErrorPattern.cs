using System.Text.RegularExpressions;

namespace MessageLB.Core.DeadLetters;

/// <summary>What is the same in errors that differ in an id, a number or a time only.</summary>
public static partial class ErrorPattern
{
    /// <summary>Longest pattern, in characters.</summary>
    public const int Longest = 200;

    /// <summary>
    /// The first line with each UUID, each run of eight or more hexadecimal digits that holds a decimal one, and each run of decimal digits
    /// written as <c>#</c>; null stays null.
    /// </summary>
    public static string? Of(string? text)
    {
        if (text is null) return null;
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var pattern = Changing().Replace(end < 0 ? text : text[..end], "#").Trim();
        return pattern.Length <= Longest ? pattern : pattern[..Longest];
    }

    [GeneratedRegex(@"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\b(?=[a-fA-F]*[0-9])[0-9a-fA-F]{8,}\b|[0-9]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Changing();
}
