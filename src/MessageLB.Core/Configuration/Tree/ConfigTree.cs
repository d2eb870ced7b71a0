namespace MessageLB.Core.Configuration;

/// <summary>
/// Puts one source's tree over another's. Maps are joined key by key; a value or a list replaces what is below it; a switch
/// laid over a map keeps the map's settings; and nothing (a key without a value) leaves what is below.
/// </summary>
internal static class ConfigTree
{
    /// <summary>Key under which an entry of a list says its name.</summary>
    private const string NameKey = "name";

    /// <summary>The tree that says nothing.</summary>
    public static ConfigMap Empty { get; } = new([], ConfigOrigin.Code);

    /// <summary><paramref name="higher"/> over <paramref name="lower"/>.</summary>
    public static ConfigMap Merge(ConfigMap lower, ConfigMap higher, ConfigFindings findings) => Merge("", lower, higher, findings);

    /// <summary>An entry of a list as an entry of a map: a plain name, or a map that says its name. Null for anything else.</summary>
    public static ConfigEntry? ByName(ConfigNode item)
    {
        if (item is ConfigScalar { Text: { } text }) return new ConfigEntry(text, item.Origin, new ConfigScalar(null, item.Origin));
        if (item is not ConfigMap map) return null;
        var name = map.Entries.FirstOrDefault(entry => ConfigKeys.Same(entry.Key, NameKey));
        if (name?.Value is not ConfigScalar { Text: { } key }) return null;
        return new ConfigEntry(key, name.Value.Origin, new ConfigMap([.. map.Entries.Where(entry => entry != name)], map.Origin, map.Self));
    }

    private static ConfigMap Merge(string path, ConfigMap lower, ConfigMap higher, ConfigFindings findings)
    {
        var entries = lower.Entries.ToList();
        var known = new Index(lower.Entries);
        foreach (var entry in higher.Entries)
        {
            var below = known.Find(entry, path, findings);
            if (below < 0) entries.Add(entry);
            else entries[below] = entries[below] with { Value = Merge(ConfigPath.Join(path, entry.Key), entries[below].Value, entry.Value, findings) };
        }

        return new ConfigMap(entries, lower.Entries.Count > 0 ? lower.Origin : higher.Origin, higher.Self ?? lower.Self);
    }

    private static ConfigNode Merge(string path, ConfigNode lower, ConfigNode higher, ConfigFindings findings) => (lower, higher) switch
    {
        (_, ConfigScalar { Text: null }) => lower,
        (ConfigMap map, ConfigScalar scalar) => new ConfigMap(map.Entries, map.Origin, scalar),
        (ConfigScalar { Text: null }, _) => higher,
        (ConfigScalar scalar, ConfigMap map) => new ConfigMap(map.Entries, map.Origin, map.Self ?? scalar),
        (ConfigList list, ConfigMap map) => MergeByName(path, list, map, findings),
        (ConfigMap one, ConfigMap other) => Merge(path, one, other, findings),
        _ => higher,
    };

    private static ConfigNode MergeByName(string path, ConfigList list, ConfigMap map, ConfigFindings findings)
    {
        var named = list.Items.Select(ByName).ToList();
        if (named.All(entry => entry is not null)) return Merge(path, new ConfigMap(named!, list.Origin), map, findings);
        findings.Error(path, map.Origin, null, $"cannot be combined with the list at {list.Origin}, because not every entry there has a name");
        return list;
    }

    /// <summary>The entries of a lower source by key.</summary>
    private sealed class Index(IReadOnlyList<ConfigEntry> entries)
    {
        private readonly ILookup<string, int> _byKey = Enumerable.Range(0, entries.Count).ToLookup(i => ConfigKeys.Fold(entries[i].Key));

        /// <summary>
        /// The entry that a higher source means: the one with the same key, else the only one whose key is the same but for case,
        /// <c>_</c> and <c>-</c>, because the environment has no lower case and no dashes. -1 if there is none.
        /// </summary>
        public int Find(ConfigEntry wanted, string path, ConfigFindings findings)
        {
            var similar = _byKey[ConfigKeys.Fold(wanted.Key)].ToList();
            if (similar.Count == 0) return -1;
            var exact = similar.FindIndex(i => entries[i].Key == wanted.Key);
            if (exact >= 0) return similar[exact];
            if (similar.Count > 1) findings.Error(ConfigPath.Join(path, wanted.Key), wanted.KeyOrigin, null, $"may mean '{entries[similar[0]].Key}' or '{entries[similar[1]].Key}'");
            return similar[0];
        }
    }
}
