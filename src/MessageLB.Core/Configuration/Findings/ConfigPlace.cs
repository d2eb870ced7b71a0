namespace MessageLB.Core.Configuration;

/// <summary>Where a setting was written.</summary>
/// <param name="Path">Its path as the user would write it.</param>
/// <param name="Origin">The place.</param>
/// <param name="Written">False if the setting itself was not written, and this is the place of what encloses it.</param>
internal readonly record struct ConfigPlace(string Path, ConfigOrigin Origin, bool Written);
