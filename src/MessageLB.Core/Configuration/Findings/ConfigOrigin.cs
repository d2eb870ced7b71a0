namespace MessageLB.Core.Configuration;

/// <summary>The place that a value comes from.</summary>
/// <param name="Kind">Kind of place.</param>
/// <param name="Name">File, key, variable or option.</param>
/// <param name="Line">Line in the file, from 1; 0 if it concerns the whole file or there is none.</param>
/// <param name="Column">Column in the file, from 1; 0 if it concerns the whole file or there is none.</param>
public sealed record ConfigOrigin(ConfigOriginKind Kind, string Name, int Line, int Column)
{
    /// <summary>Nowhere else: a default, or a record made by code.</summary>
    public static ConfigOrigin Code { get; } = new(ConfigOriginKind.Code, "", 0, 0);

    /// <summary>A place in a file, or the whole file.</summary>
    public static ConfigOrigin File(string file, int line = 0, int column = 0) => new(ConfigOriginKind.File, file, line, column);

    /// <summary>A key of Microsoft.Extensions.Configuration.</summary>
    public static ConfigOrigin AppSettings(string key) => new(ConfigOriginKind.AppSettings, key, 0, 0);

    /// <summary>An environment variable.</summary>
    public static ConfigOrigin Environment(string variable) => new(ConfigOriginKind.Environment, variable, 0, 0);

    /// <summary>An option of the command line, such as <c>--broker</c>.</summary>
    public static ConfigOrigin CommandLine(string option) => new(ConfigOriginKind.CommandLine, option, 0, 0);

    /// <summary>For people, in the form that editors recognise for files: <c>messagelb.yaml:9:7</c>. Empty for code.</summary>
    public override string ToString() => Kind switch
    {
        ConfigOriginKind.File => Line > 0 ? $"{Name}:{Line}:{Column}" : Name,
        ConfigOriginKind.AppSettings => $"appsettings key {Name}",
        ConfigOriginKind.Environment => $"environment variable {Name}",
        ConfigOriginKind.CommandLine => $"option {Name}",
        _ => "",
    };
}
