using MessageLB.Dispatcher.Configuration;

namespace MessageLB.Dispatcher.Tests.Configuration;

/// <summary>A configuration file of its own folder, gone with the test.</summary>
internal sealed class TempYaml : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messagelb-config-");

    public TempYaml(string text)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "messagelb.yaml");
        File.WriteAllText(Path, text);
    }

    public string Path { get; }

    /// <summary>Loads a text as a file and nothing else.</summary>
    public static ConfigResult Load(string text)
    {
        using var file = new TempYaml(text);
        return ConfigLoader.Load(new ConfigSources { FilePath = file.Path });
    }

    /// <summary>The errors of a text, with the file's name in place of its path.</summary>
    public static IReadOnlyList<string> Errors(string text) => [.. Load(text).Errors.Select(error => Short(error.ToString()))];

    /// <summary>The warnings of a text, with the file's name in place of its path.</summary>
    public static IReadOnlyList<string> Warnings(string text) => [.. Load(text).Warnings.Select(warning => Short(warning.ToString()))];

    /// <summary>The notices of a text, with the file's name in place of its path.</summary>
    public static IReadOnlyList<string> Notices(string text) => [.. Load(text).Notices.Select(notice => Short(notice.ToString()))];

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Short(string message)
    {
        var name = message.IndexOf("messagelb.yaml", StringComparison.Ordinal);
        return name < 0 ? message : message[name..];
    }
}
