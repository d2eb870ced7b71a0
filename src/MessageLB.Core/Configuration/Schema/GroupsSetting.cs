namespace MessageLB.Core.Configuration;

/// <summary>The map of groups. Each starts as the section <c>load_balancer</c> says and overrides what it says itself.</summary>
/// <param name="group">A group's section.</param>
internal sealed class GroupsSetting(Section<GroupConfig> group) : Setting<ConfigDraft>("groups")
{
    public override string Type => "map of groups";

    public override string Format(ConfigDraft owner) => "";

    public override bool Bind(ref ConfigDraft owner, ConfigNode node, ConfigPath parent, Binding binding)
    {
        if (node is ConfigScalar { Text: null }) return false;
        var path = parent.Child(Key);
        binding.At(path, node.Origin);
        if (node is not ConfigMap { Self: null } map)
        {
            binding.Findings.Error(path.Shown, node.Origin, null, "must be a map from names to groups: write 'orders:' and the settings below it");
            return false;
        }

        var groups = new List<GroupConfig>(map.Entries.Count);
        foreach (var entry in map.Entries)
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

    public override void Check(ConfigDraft owner, string parent, ConfigFindings findings)
    {
        foreach (var one in owner.Groups) group.Check(one, ConfigPath.Join(Key, one.Name), findings);
    }

    public override IEnumerable<SchemaKey> Describe(string parent, ConfigDraft defaults) =>
        group.Describe(ConfigPath.Join(Key, ConfigPath.AnyName), GroupConfig.Default).Prepend(new SchemaKey(Key, Type, Format(defaults), "", "yes"));

    public override Setting<ConfigDraft> Override(string section) => throw new NotSupportedException("Groups are nobody's override.");
}
