using MessageLB.Core.Configuration;

namespace MessageLB.Dispatcher.Configuration;

/// <summary>Reads a YAML file into a tree that knows the line and column of everything. Thread-safe.</summary>
public static class YamlFile
{
    /// <summary>
    /// The tree of a file of at most 1 MiB; null if it cannot be read or is no map of settings, which is then among the findings.
    /// Never throws for what users wrote.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="findings">Where mistakes go.</param>
    public static ConfigMap? Read(string path, ConfigFindings findings)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(findings);
        return ConfigFile.Read(path, findings) is { } text ? YamlTree.Read(path, text, findings) : null;
    }
}
