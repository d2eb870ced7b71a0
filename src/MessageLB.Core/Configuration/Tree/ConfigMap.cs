namespace MessageLB.Core.Configuration;

/// <summary>
/// Keys with values, in the order of writing. Keys may repeat; the binder tells. A map may have a value of its own beside its
/// keys: <c>dynamic_adjustment: true</c> together with a map of the same name is a switch with settings.
/// </summary>
/// <param name="entries">Keys with values.</param>
/// <param name="origin">Where the map was written.</param>
/// <param name="self">Value of its own; null for none.</param>
public sealed class ConfigMap(IReadOnlyList<ConfigEntry> entries, ConfigOrigin origin, ConfigScalar? self = null) : ConfigNode(origin)
{
    /// <summary>Keys with values.</summary>
    public IReadOnlyList<ConfigEntry> Entries { get; } = entries;

    /// <summary>Value of its own; null for none.</summary>
    public ConfigScalar? Self { get; } = self;
}
