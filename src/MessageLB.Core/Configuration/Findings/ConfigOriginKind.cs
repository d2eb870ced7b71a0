namespace MessageLB.Core.Configuration;

/// <summary>The kinds of place that a value may come from, from the weakest to the strongest.</summary>
public enum ConfigOriginKind
{
    /// <summary>The program itself: a default, or a record made by code.</summary>
    Code,

    /// <summary>The YAML file.</summary>
    File,

    /// <summary>Microsoft.Extensions.Configuration, such as appsettings.json.</summary>
    AppSettings,

    /// <summary>An environment variable.</summary>
    Environment,

    /// <summary>An option of the command line.</summary>
    CommandLine,
}
