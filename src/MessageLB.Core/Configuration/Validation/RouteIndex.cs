namespace MessageLB.Core.Configuration;

/// <summary>Patterns of groups, found by their first word, so that thousands of groups are compared in no time.</summary>
internal sealed class RouteIndex
{
    private readonly Dictionary<string, List<(string Pattern, string Group)>> _byWord = new(StringComparer.Ordinal);
    private readonly List<(string Pattern, string Group)> _all = [];
    private readonly List<(string Pattern, string Group)> _wild = [];

    /// <summary>Adds a pattern.</summary>
    public void Add(string pattern, string group)
    {
        _all.Add((pattern, group));
        if (FirstWord(pattern) is not { } word)
        {
            _wild.Add((pattern, group));
            return;
        }

        if (!_byWord.TryGetValue(word, out var list)) _byWord[word] = list = [];
        list.Add((pattern, group));
    }

    /// <summary>A pattern of another group that shares a routing key with this one, and that key; null if there is none.</summary>
    public (string Pattern, string Group, string Key)? Overlap(string pattern, string group)
    {
        var word = FirstWord(pattern);
        var candidates = word is null ? _all : _wild.Concat(_byWord.GetValueOrDefault(word) ?? []);
        foreach (var (other, owner) in candidates)
        {
            if (owner == group || DifferEarly(other, pattern)) continue;
            if (TopicPattern.CommonKey(other, pattern) is { } key) return (other, owner, key);
        }

        return null;
    }

    /// <summary>Whether two words differ before the first <c>#</c>, which settles nearly every comparison without allocation.</summary>
    private static bool DifferEarly(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        while (true)
        {
            var left = NextWord(ref one);
            var right = NextWord(ref other);
            if (left is "#" || right is "#") return false;
            if (left is not "*" && right is not "*" && !left.SequenceEqual(right)) return true;
            if (one.IsEmpty || other.IsEmpty) return false;
        }
    }

    private static ReadOnlySpan<char> NextWord(ref ReadOnlySpan<char> pattern)
    {
        var dot = pattern.IndexOf('.');
        var word = dot < 0 ? pattern : pattern[..dot];
        pattern = dot < 0 ? [] : pattern[(dot + 1)..];
        return word;
    }

    private static string? FirstWord(string pattern)
    {
        var dot = pattern.IndexOf('.', StringComparison.Ordinal);
        var word = dot < 0 ? pattern : pattern[..dot];
        return word is "*" or "#" ? null : word;
    }
}
