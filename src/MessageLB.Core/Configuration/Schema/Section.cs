namespace MessageLB.Core.Configuration;

/// <summary>A map with known keys.</summary>
/// <typeparam name="T">The record that holds the values.</typeparam>
/// <param name="settings">The keys. They are bound in this order, whatever the order of writing.</param>
internal sealed class Section<T>(IReadOnlyList<Setting<T>> settings) : Shape<T>
{
    public override string Type => Short is null ? "map" : $"map or {Short.Type}";

    /// <summary>Key of the setting that is meant when a single value stands in place of the map; null if that is a mistake.</summary>
    public string? Shorthand { get; init; }

    /// <summary>What a map stands for before its keys are read, such as a switch that is on because there are settings.</summary>
    public Func<T, T>? WhenWritten { get; init; }

    private Setting<T>? Short => settings.FirstOrDefault(setting => setting.Key == Shorthand);

    public override string Format(T value) => Short?.Format(value) ?? "";

    public override bool Bind(ref T value, ConfigNode node, ConfigPath path, Binding binding)
    {
        if (node is ConfigScalar { Text: null }) return false;
        binding.At(path, node.Origin);
        if (node is ConfigMap map) BindMap(ref value, map, path, binding);
        else if (node is ConfigScalar scalar && Short is { } setting) setting.Bind(ref value, scalar, path, binding);
        else return Refuse(node, path, binding);
        binding.Saw(path, node.Origin, Format(value));
        return true;
    }

    public override void Check(T value, string path, ConfigFindings findings)
    {
        foreach (var setting in settings) setting.Check(value, path, findings);
    }

    public override IEnumerable<SchemaKey> Describe(string key, T defaults) =>
        settings.SelectMany(setting => setting.Describe(key, defaults));

    private void BindMap(ref T value, ConfigMap map, ConfigPath path, Binding binding)
    {
        if (WhenWritten is not null && map.Entries.Count > 0) value = WhenWritten(value);
        if (map.Self is { } single && Short is null) Refuse(single, path, binding);
        var entries = map.Entries.ToLookup(entry => ConfigKeys.Fold(entry.Key));
        foreach (var setting in settings) BindSetting(ref value, setting, entries[setting.Folded], map.Self, path, binding);
        var known = settings.Select(setting => setting.Folded).ToHashSet();
        foreach (var entry in entries.Where(same => !known.Contains(same.Key)).SelectMany(same => same))
        {
            binding.Unknown(entry, path, settings.Select(setting => setting.Key));
        }
    }

    private void BindSetting(ref T value, Setting<T> setting, IEnumerable<ConfigEntry> entries, ConfigScalar? self, ConfigPath path, Binding binding)
    {
        var written = entries.ToList();
        // What stands in place of the map is this setting too.
        if (setting.Key == Shorthand && self is not null) written.Insert(0, new ConfigEntry(setting.Key, self.Origin, self));
        if (written.MaxBy(entry => entry.Value.Origin.Kind) is not { } strongest) return;
        setting.Bind(ref value, strongest.Value, path, binding);
        foreach (var again in written.Where(entry => entry != strongest && entry.Value.Origin.Kind == strongest.Value.Origin.Kind))
        {
            binding.Findings.Error(ConfigPath.Join(path.Shown, again.Key), again.KeyOrigin, null, $"is written twice: first at {strongest.KeyOrigin}");
        }
    }

    private bool Refuse(ConfigNode node, ConfigPath path, Binding binding)
    {
        var where = path.Shown.Length == 0 ? "the configuration" : "this";
        binding.Findings.Error(path.Shown, node.Origin, null, $"{where} must be a {Type} with keys such as '{settings[0].Key}', not {Binding.Describe(node)}");
        return false;
    }
}
