namespace MessageLB.Core.Tests.Abstractions;

/// <summary>What RabbitMQ does with topic patterns, word by word and without a thought for speed: the model that code is held against.</summary>
internal static class TopicModel
{
    public static bool Matches(string pattern, string key) => Matches(Words(pattern), Words(key));

    /// <summary>Every text of up to <paramref name="length"/> words.</summary>
    public static IReadOnlyList<string> Texts(string[] alphabet, int length)
    {
        var texts = new HashSet<string> { string.Empty };
        IEnumerable<string[]> rows = [[]];
        for (var n = 1; n <= length; n++)
        {
            rows = rows.SelectMany(row => alphabet.Select(word => row.Append(word).ToArray())).ToList();
            texts.UnionWith(rows.Select(row => string.Join('.', row)));
        }

        return [.. texts];
    }

    private static string[] Words(string text) => text.Length == 0 ? [] : text.Split('.');

    private static bool Matches(ReadOnlySpan<string> pattern, ReadOnlySpan<string> key)
    {
        if (pattern.IsEmpty) return key.IsEmpty;
        if (pattern[0] == "#") return Matches(pattern[1..], key) || (!key.IsEmpty && Matches(pattern, key[1..]));
        return !key.IsEmpty && (pattern[0] == "*" || pattern[0] == key[0]) && Matches(pattern[1..], key[1..]);
    }
}
