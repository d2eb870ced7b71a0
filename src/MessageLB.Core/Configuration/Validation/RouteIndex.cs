namespace MessageLB.Core.Configuration;

/// <summary>
/// Patterns of groups, found by their words before the first wildcard: two patterns can only overlap if these words of one are
/// the beginning of the other's. So thousands of groups are compared in no time.
/// </summary>
internal sealed class RouteIndex
{
    private readonly Dictionary<string, List<Route>> _ending = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Route>> _through = new(StringComparer.Ordinal);

    /// <summary>Adds a pattern.</summary>
    public void Add(string pattern, string group)
    {
        var route = new Route(pattern, group);
        var beginnings = Beginnings(pattern);
        foreach (var beginning in beginnings) Put(_through, beginning, route);
        Put(_ending, beginnings[^1], route);
    }

    /// <summary>A pattern of another group that shares a routing key with this one, and that key; null if there is none.</summary>
    public (string Pattern, string Group, string Key)? Overlap(string pattern, string group)
    {
        var beginnings = Beginnings(pattern);
        foreach (var beginning in beginnings)
        {
            var index = beginning == beginnings[^1] ? _through : _ending;
            foreach (var (other, owner) in index.GetValueOrDefault(beginning) ?? [])
            {
                if (owner != group && TopicPattern.CommonKey(other, pattern) is { } key) return (other, owner, key);
            }
        }

        return null;
    }

    private static void Put(Dictionary<string, List<Route>> index, string beginning, Route route)
    {
        if (!index.TryGetValue(beginning, out var list)) index[beginning] = list = [];
        list.Add(route);
    }

    /// <summary>Nothing, the first word, the first two … until a wildcard: for <c>a.b.*</c> they are empty, <c>a</c> and <c>a.b</c>.</summary>
    private static List<string> Beginnings(string pattern)
    {
        var words = pattern.Split('.').TakeWhile(word => word is not ("*" or "#")).ToArray();
        return [.. Enumerable.Range(0, words.Length + 1).Select(count => string.Join('.', words, 0, count))];
    }

    private readonly record struct Route(string Pattern, string Group);
}
