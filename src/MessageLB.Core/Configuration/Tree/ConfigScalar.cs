namespace MessageLB.Core.Configuration;

/// <summary>A single value.</summary>
/// <param name="text">Its text; null if nothing was written, which leaves the setting as it is.</param>
/// <param name="origin">Where it was written.</param>
public sealed class ConfigScalar(string? text, ConfigOrigin origin) : ConfigNode(origin)
{
    /// <summary>Its text; null if nothing was written, which leaves the setting as it is.</summary>
    public string? Text { get; } = text;
}
