using MessageLB.Core.Configuration;

namespace MessageLB.Dispatcher.Configuration;

/// <summary>Reads what options of the command line set.</summary>
internal static class CommandLineTree
{
    public static ConfigMap Read(IReadOnlyList<ConfigOverride> overrides, ConfigFindings findings)
    {
        var tree = new FlatTree();
        foreach (var (path, value, option) in overrides)
        {
            var origin = ConfigOrigin.CommandLine(option);
            if (!tree.Set(path.Split('.'), new ConfigScalar(value, origin)))
            {
                findings.Add(new ConfigError(path, origin, null, "is set by two options"));
            }
        }

        return tree.ToMap();
    }
}
