using MessageLB.Core.Configuration;
using Microsoft.Extensions.Configuration;

namespace MessageLB.Dispatcher.Configuration;

/// <summary>Reads the section <c>MessageLB</c> of Microsoft.Extensions.Configuration, such as appsettings.json.</summary>
internal static class AppSettingsTree
{
    /// <summary>Name of the section.</summary>
    public const string Section = "MessageLB";

    /// <param name="settings">The configuration of the host.</param>
    /// <param name="environment">
    /// The environment, which most hosts read into their configuration: its variables are left out here, so that they keep their
    /// own names in messages.
    /// </param>
    public static ConfigMap Read(IConfiguration settings, IReadOnlyDictionary<string, string> environment)
    {
        var variables = environment.Keys.Where(EnvironmentTree.IsOurs).Select(EnvironmentTree.AppSettingsKey).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var tree = new FlatTree();
        Collect(settings.GetSection(Section), [], variables, tree);
        return tree.ToMap();
    }

    private static void Collect(IConfigurationSection section, IReadOnlyList<string> path, HashSet<string> variables, FlatTree tree)
    {
        if (section.Value is { } value && !variables.Contains(section.Path))
        {
            tree.Set(path, new ConfigScalar(value, ConfigOrigin.AppSettings(section.Path)));
        }

        foreach (var child in section.GetChildren()) Collect(child, [.. path, child.Key], variables, tree);
    }
}
