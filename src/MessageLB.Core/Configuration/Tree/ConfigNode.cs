namespace MessageLB.Core.Configuration;

/// <summary>
/// A part of what a source says, before anybody knows what it means: every source (file, appsettings, environment, command line)
/// becomes one tree of these, the trees are merged, and one binder reads the result. Immutable.
/// </summary>
/// <param name="origin">Where it was written.</param>
public abstract class ConfigNode(ConfigOrigin origin)
{
    /// <summary>Where it was written.</summary>
    public ConfigOrigin Origin { get; } = origin;
}
