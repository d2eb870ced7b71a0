using System.Collections;
using Microsoft.Extensions.Configuration;

namespace MessageLB.Dispatcher.Configuration;

/// <summary>Where a configuration is read from, from the weakest source to the strongest. Default: nowhere.</summary>
public sealed record ConfigSources
{
    /// <summary>YAML file; null for none.</summary>
    public string? FilePath { get; init; }

    /// <summary>Microsoft.Extensions.Configuration, whose section <c>MessageLB</c> is read; null for none.</summary>
    public IConfiguration? AppSettings { get; init; }

    /// <summary>Environment variables; those that start with <c>MESSAGELB__</c> are read.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What the command line says.</summary>
    public IReadOnlyList<ConfigOverride> CommandLine { get; init; } = [];

    /// <summary>
    /// Names of routing policies that are not built in, which may be configured; null accepts any name. Whether the policies are there is
    /// checked when the dispatcher starts. Default none.
    /// </summary>
    public IReadOnlyCollection<string>? CustomPolicies { get; init; } = [];

    /// <summary>The environment variables of this process.</summary>
    public static IReadOnlyDictionary<string, string> ReadEnvironment() =>
        System.Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "");
}
