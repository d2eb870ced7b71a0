namespace MessageLB.Core.Configuration;

/// <summary>
/// Destinations as people list them: names (<c>[a, b]</c>), maps with a name (<c>- name: a</c>), or a map from names to settings
/// or weights (<c>{a: {weight: 5}, b: 3}</c>).
/// </summary>
internal sealed class DestinationsShape : Shape<IReadOnlyList<DestinationConfig>>
{
    private readonly Section<DestinationConfig> _item;
    private readonly Section<DestinationConfig> _entry;

    /// <param name="name">The setting that holds the name, in a list.</param>
    /// <param name="others">All other settings.</param>
    /// <param name="weight">Key of the setting that a single value in a map stands for.</param>
    public DestinationsShape(Setting<DestinationConfig> name, IReadOnlyList<Setting<DestinationConfig>> others, string weight)
    {
        _item = new Section<DestinationConfig>([name, .. others]) { Shorthand = name.Key };
        _entry = new Section<DestinationConfig>(others) { Shorthand = weight };
        NameKey = name.Key;
    }

    public override string Type => "list or map of destinations";

    private string NameKey { get; }

    public override bool Bind(ref IReadOnlyList<DestinationConfig> value, ConfigNode node, ConfigPath path, Binding binding)
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

    public override void Check(IReadOnlyList<DestinationConfig> value, string path, ConfigFindings findings)
    {
        for (var i = 0; i < value.Count; i++) _item.Check(value[i], $"{path}[{i}]", findings);
    }

    public override IEnumerable<SchemaKey> Describe(string key, IReadOnlyList<DestinationConfig> defaults) =>
        _item.Describe(ConfigPath.Join(key, ConfigPath.AnyName), new DestinationConfig { Name = "" });

    private List<DestinationConfig> BindList(IReadOnlyList<ConfigNode> items, ConfigPath path, Binding binding)
    {
        var bound = new List<DestinationConfig>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            var destination = new DestinationConfig { Name = "" };
            binding.At(path.NamedItem(i), items[i].Origin);
            _item.Bind(ref destination, items[i], path.NamedItem(i), binding);
            bound.Add(destination);
        }

        return bound;
    }

    private List<DestinationConfig> BindMap(ConfigMap map, ConfigPath path, Binding binding)
    {
        if (map.Self is { } self) binding.Findings.Error(path.Shown, self.Origin, null, $"must be a {Type}, not both a value and a map");
        var bound = new List<DestinationConfig>(map.Entries.Count);
        foreach (var entry in map.Entries)
        {
            var destination = new DestinationConfig { Name = entry.Key };
            var at = path.NamedEntry(bound.Count, entry.Key);
            binding.At(at, entry.KeyOrigin);
            binding.At(at.Child(NameKey) with { Shown = at.Shown }, entry.KeyOrigin);
            _entry.Bind(ref destination, entry.Value, at, binding);
            bound.Add(destination);
        }

        return bound;
    }
}
