namespace MessageLB.Core.Configuration;

/// <summary>Values in order.</summary>
/// <param name="items">The values.</param>
/// <param name="origin">Where the list was written.</param>
public sealed class ConfigList(IReadOnlyList<ConfigNode> items, ConfigOrigin origin) : ConfigNode(origin)
{
    /// <summary>The values.</summary>
    public IReadOnlyList<ConfigNode> Items { get; } = items;
}
