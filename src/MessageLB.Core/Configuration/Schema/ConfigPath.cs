namespace MessageLB.Core.Configuration;

/// <summary>The path of a setting while it is bound, in the three forms that are needed.</summary>
/// <param name="Bound">As the bound records are indexed, for the validator: <c>groups.orders.destinations[0].weight</c>.</param>
/// <param name="Shown">As the user wrote it, for messages: <c>groups.orders.destinations.a.weight</c>.</param>
/// <param name="Key">As the schema lists it: <c>groups.&lt;name&gt;.destinations.&lt;name&gt;.weight</c>.</param>
internal readonly record struct ConfigPath(string Bound, string Shown, string Key)
{
    /// <summary>Stands for a name of the user's choice in keys of the schema.</summary>
    public const string AnyName = "<name>";

    /// <summary>The whole configuration.</summary>
    public static ConfigPath Root { get; } = new("", "", "");

    /// <summary>The setting <paramref name="key"/> in here.</summary>
    public ConfigPath Child(string key) => new(Join(Bound, key), Join(Shown, key), Join(Key, key));

    /// <summary>The item of a list.</summary>
    public ConfigPath Item(int index) => new($"{Bound}[{index}]", $"{Shown}[{index}]", $"{Key}[]");

    /// <summary>The entry of a list of named things.</summary>
    public ConfigPath NamedItem(int index) => new($"{Bound}[{index}]", $"{Shown}[{index}]", Join(Key, AnyName));

    /// <summary>The entry of a map from names to things that are bound as a list.</summary>
    public ConfigPath NamedEntry(int index, string name) => new($"{Bound}[{index}]", Join(Shown, name), Join(Key, AnyName));

    /// <summary>The entry of a map from names to things.</summary>
    public ConfigPath Named(string name) => new(Join(Bound, name), Join(Shown, name), Join(Key, AnyName));

    /// <summary>Two parts of a path with a dot between them.</summary>
    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
