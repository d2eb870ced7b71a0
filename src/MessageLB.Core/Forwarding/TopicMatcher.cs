namespace MessageLB.Core.Forwarding;

/// <summary>A topic pattern made ready to be compared with many routing keys without allocation. Agrees with <see cref="TopicPattern"/>.</summary>
/// <param name="pattern">Words separated by dots; <c>*</c> is one word, <c>#</c> any number.</param>
internal sealed class TopicMatcher(string pattern)
{
    private readonly string[] _words = pattern.Length == 0 ? [] : pattern.Split('.');

    public bool Matches(ReadOnlySpan<char> routingKey) => Matches(_words, routingKey, ended: routingKey.IsEmpty);

    // An empty rest with ended false is one empty word, as in "a.".
    private static bool Matches(ReadOnlySpan<string> words, ReadOnlySpan<char> rest, bool ended)
    {
        while (!words.IsEmpty)
        {
            var word = words[0];
            words = words[1..];
            if (word == "#") return words.IsEmpty || MatchesSomewhere(words, rest, ended);
            if (ended) return false;
            var dot = rest.IndexOf('.');
            var next = dot < 0 ? rest : rest[..dot];
            if (word != "*" && !next.SequenceEqual(word)) return false;
            ended = dot < 0;
            rest = ended ? [] : rest[(dot + 1)..];
        }

        return ended;
    }

    private static bool MatchesSomewhere(ReadOnlySpan<string> words, ReadOnlySpan<char> rest, bool ended)
    {
        while (true)
        {
            if (Matches(words, rest, ended)) return true;
            if (ended) return false;
            var dot = rest.IndexOf('.');
            ended = dot < 0;
            rest = ended ? [] : rest[(dot + 1)..];
        }
    }
}
