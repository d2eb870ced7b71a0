namespace MessageLB.Core.Configuration;

/// <summary>
/// The groups, as a map from names to settings or as a list of maps with a name. Each starts as the section <c>load_balancer</c>
/// says and overrides what it says itself.
/// </summary>
/// <param name="group">A group's section.</param>
internal sealed class GroupsSetting(Section<GroupConfig> group) : Setting<ConfigDraft>("groups")
{
    public override string Type => "map or list of groups";

    public override string Format(ConfigDraft owner) => "";

    public override bool Bind(ref ConfigDraft owner, ConfigNode node, ConfigPath parent, Binding binding)
    {
        if (node is ConfigScalar { Text: null }) return false;
        var path = parent.Child(Key);
        binding.At(path, node.Origin);
        var groups = new List<GroupConfig>();
        foreach (var entry in Entries(node, path, binding))
        {
            var bound = owner.LoadBalancer with { Name = entry.Key };
            var at = path.Named(entry.Key);
            binding.At(at, entry.KeyOrigin);
            group.Bind(ref bound, entry.Value, at, binding);
            groups.Add(bound);
        }

        owner = owner with { Groups = groups };
        return true;
    }

    private static IEnumerable<ConfigEntry> Entries(ConfigNode node, ConfigPath path, Binding binding)
    {
        const string form = "write 'orders:' and its settings below";
        if (node is ConfigMap { Self: null } map) return map.Entries;
        if (node is not ConfigList list)
        {
            binding.Findings.Error(path.Shown, node.Origin, null, $"must be a map from names to groups, not a single value: {form}");
            return [];
        }

        for (var i = 0; i < list.Items.Count; i++)
        {
            if (ConfigTree.ByName(list.Items[i]) is null) binding.Findings.Error(path.Item(i).Shown, list.Items[i].Origin, null, $"has no name: {form}");
        }

        return list.Items.Select(ConfigTree.ByName).OfType<ConfigEntry>();
    }

    public override void Check(ConfigDraft owner, string parent, ConfigFindings findings)
    {
        foreach (var one in owner.Groups) group.Check(one, ConfigPath.Join(Key, one.Name), findings);
    }

    public override IEnumerable<SchemaKey> Describe(string parent, ConfigDraft defaults) =>
        group.Describe(ConfigPath.Join(Key, ConfigPath.AnyName), GroupConfig.Default).Prepend(new SchemaKey(Key, Type, Format(defaults), "", "yes"));

    public override Setting<ConfigDraft> Override(string section) => throw new NotSupportedException("Groups are nobody's override.");
}
