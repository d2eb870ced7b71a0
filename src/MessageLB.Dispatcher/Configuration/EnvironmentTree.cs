using MessageLB.Core.Configuration;

namespace MessageLB.Dispatcher.Configuration;

/// <summary>
/// Reads variables such as <c>MESSAGELB__LOAD_BALANCER__ALGORITHM</c>: two underscores go one level down, numbers are places in a
/// list, an empty variable says nothing.
/// </summary>
internal static class EnvironmentTree
{
    /// <summary>What the variables start with.</summary>
    public const string Prefix = "MESSAGELB__";

    private const string Separator = "__";

    public static ConfigMap Read(IReadOnlyDictionary<string, string> environment, ConfigFindings findings)
    {
        var tree = new FlatTree();
        foreach (var (variable, value) in environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!IsOurs(variable) || value.Length == 0) continue;
            var origin = ConfigOrigin.Environment(variable);
            var path = variable[Prefix.Length..].Split(Separator).Select(Spell).ToList();
            if (!tree.Set(path, new ConfigScalar(value, origin)))
            {
                findings.Add(new ConfigError(string.Join('.', path), origin, null, "is set by two variables that differ only in case"));
            }
        }

        return tree.ToMap();
    }

    /// <summary>Whether a variable is meant for MessageLB.</summary>
    public static bool IsOurs(string variable) => variable.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The key that Microsoft.Extensions.Configuration gives the variable, if it reads the environment too.</summary>
    public static string AppSettingsKey(string variable) => variable.Replace(Separator, ":", StringComparison.Ordinal);

    /// <summary>By custom, variables are in capitals; names of groups are not.</summary>
    private static string Spell(string word) => word.Any(char.IsLower) ? word : word.ToLowerInvariant();
}
