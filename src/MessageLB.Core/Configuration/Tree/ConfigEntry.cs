namespace MessageLB.Core.Configuration;

/// <summary>A key and its value.</summary>
/// <param name="Key">The key as written.</param>
/// <param name="KeyOrigin">Where the key was written.</param>
/// <param name="Value">The value.</param>
public sealed record ConfigEntry(string Key, ConfigOrigin KeyOrigin, ConfigNode Value);
