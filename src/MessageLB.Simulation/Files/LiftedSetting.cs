using MessageLB.Core.Configuration;

namespace MessageLB.Simulation;

/// <summary>A setting of a group as a setting of a case, read and checked as in the product's configuration.</summary>
/// <param name="setting">The group's setting.</param>
internal sealed class LiftedSetting(Setting<GroupConfig> setting) : Setting<SimulatedCase>(setting.Key)
{
    /// <summary>Where the product's configuration has the setting, for what is known of it there.</summary>
    private const string GroupKey = "groups." + ConfigPath.AnyName;

    public override string Type => setting.Type;

    public override string Format(SimulatedCase owner) => setting.Format(owner.Group);

    public override bool Bind(ref SimulatedCase owner, ConfigNode node, ConfigPath parent, Binding binding)
    {
        var group = owner.Group;
        var bound = setting.Bind(ref group, node, parent with { Key = GroupKey }, binding);
        if (bound) owner = owner with { Group = group };
        return bound;
    }

    public override void Check(SimulatedCase owner, string parent, ConfigFindings findings) => setting.Check(owner.Group, parent, findings);

    /// <summary>Nothing: the page on configuration has them.</summary>
    public override IEnumerable<SchemaKey> Describe(string parent, SimulatedCase defaults) => [];

    public override Setting<SimulatedCase> Override(string section) => throw new NotSupportedException("A case's setting is nobody's override.");
}
