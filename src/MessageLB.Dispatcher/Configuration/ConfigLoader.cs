using MessageLB.Core.Configuration;

namespace MessageLB.Dispatcher.Configuration;

/// <summary>
/// Reads the configuration from all its sources: the file, over it appsettings, over that the environment, over that the command
/// line. Never throws for what users wrote; every mistake is in the result, all at once. Thread-safe.
/// </summary>
public static class ConfigLoader
{
    /// <summary>Reads, merges, binds and validates.</summary>
    public static ConfigResult Load(ConfigSources sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var binder = new ConfigBinder(sources.CustomPolicies);
        var findings = binder.Findings;
        var readable = sources.FilePath is null || AddFile(sources.FilePath, binder);
        if (sources.AppSettings is { } settings) binder.Add(AppSettingsTree.Read(settings, sources.Environment));
        binder.Add(EnvironmentTree.Read(sources.Environment, findings));
        binder.Add(CommandLineTree.Read(sources.CommandLine, findings));
        var config = binder.Bind();
        // Without the file's part the rules would find mistakes that are none.
        if (readable) ConfigValidator.Validate(config, findings);
        return new ConfigResult
        {
            Config = findings.IsValid ? config : null,
            Errors = findings.Errors,
            Warnings = findings.Warnings,
            Notices = findings.Notices,
            Consequences = findings.Consequences,
        };
    }

    private static bool AddFile(string path, ConfigBinder binder)
    {
        if (YamlFile.Read(path, binder.Findings) is not { } tree) return false;
        binder.Add(tree);
        return true;
    }
}
