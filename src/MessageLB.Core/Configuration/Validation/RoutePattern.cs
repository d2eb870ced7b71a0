using System.Text;

namespace MessageLB.Core.Configuration;

/// <summary>What a topic pattern must look like to be a route.</summary>
internal static class RoutePattern
{
    private const int MaxBytes = 255;

    /// <summary>The rule that a pattern breaks, to be read behind the quoted text; null if it is fine.</summary>
    public static string? BrokenRule(string pattern)
    {
        if (pattern.Length == 0) return "is no topic pattern: write words with dots between them, such as orders.*, orders.# or #";
        if (Encoding.UTF8.GetByteCount(pattern) > MaxBytes) return $"is longer than {MaxBytes} bytes, the most that AMQP takes";
        if (pattern.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))) return "contains blanks or control characters";
        foreach (var word in pattern.Split('.'))
        {
            if (word.Length == 0) return "has an empty word: two dots in a row, or one at an end";
            // The broker takes 'orders*' literally, which nobody means.
            if (word.Length > 1 && word.AsSpan().ContainsAny('*', '#')) return "has '*' or '#' inside a word, where they are no wildcards; each must be a word of its own, as in orders.*";
        }

        return null;
    }
}
