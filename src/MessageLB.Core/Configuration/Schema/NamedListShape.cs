namespace MessageLB.Core.Configuration;

/// <summary>
/// Named things, such as destinations, as people list them: names (<c>[a, b]</c>), maps with a name (<c>- name: a</c>), or a map
/// from names to settings or a single value (<c>{a: {weight: 5}, b: 3}</c>).
/// </summary>
/// <typeparam name="T">One of them.</typeparam>
internal sealed class NamedListShape<T> : Shape<IReadOnlyList<T>>
{
    private readonly string _things;
    private readonly Func<string, T> _create;
    private readonly Section<T> _item;
    private readonly Section<T> _entry;
    private readonly string _nameKey;

    /// <param name="things">What they are, in the plural.</param>
    /// <param name="create">One of a name, before its settings are read.</param>
    /// <param name="name">The setting that holds the name, in a list.</param>
    /// <param name="others">All other settings.</param>
    /// <param name="single">Key of the setting that a single value in a map stands for; null if that is a mistake.</param>
    public NamedListShape(string things, Func<string, T> create, Setting<T> name, IReadOnlyList<Setting<T>> others, string? single)
    {
        (_things, _create, _nameKey) = (things, create, name.Key);
        _item = new Section<T>([name, .. others]) { Shorthand = name.Key };
        _entry = new Section<T>(others) { Shorthand = single };
    }

    public override string Type => $"list or map of {_things}";

    public override bool Bind(ref IReadOnlyList<T> value, ConfigNode node, ConfigPath path, Binding binding)
    {
        if (node is ConfigScalar { Text: null }) return false;
        value = node switch
        {
            ConfigMap map => BindMap(map, path, binding),
            ConfigList list => BindList(list.Items, path, binding),
            _ => BindList(SingleValue.AsItems((ConfigScalar)node), path, binding),
        };
        binding.Saw(path, node.Origin, "");
        return true;
    }

    public override void Check(IReadOnlyList<T> value, string path, ConfigFindings findings)
    {
        for (var i = 0; i < value.Count; i++) _item.Check(value[i], $"{path}[{i}]", findings);
    }

    public override IEnumerable<SchemaKey> Describe(string key, IReadOnlyList<T> defaults) =>
        _item.Describe(ConfigPath.Join(key, ConfigPath.AnyName), _create(""));

    private List<T> BindList(IReadOnlyList<ConfigNode> items, ConfigPath path, Binding binding)
    {
        var bound = new List<T>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            var one = _create("");
            binding.At(path.NamedItem(i), items[i].Origin);
            _item.Bind(ref one, items[i], path.NamedItem(i), binding);
            bound.Add(one);
        }

        return bound;
    }

    private List<T> BindMap(ConfigMap map, ConfigPath path, Binding binding)
    {
        if (map.Self is { } self) binding.Findings.Error(path.Shown, self.Origin, null, $"must be a {Type}, not both a value and a map");
        var bound = new List<T>(map.Entries.Count);
        foreach (var entry in map.Entries)
        {
            var one = _create(entry.Key);
            var at = path.NamedEntry(bound.Count, entry.Key);
            binding.At(at, entry.KeyOrigin);
            binding.At(at.Child(_nameKey) with { Shown = at.Shown }, entry.KeyOrigin);
            _entry.Bind(ref one, entry.Value, at, binding);
            bound.Add(one);
        }

        return bound;
    }
}
