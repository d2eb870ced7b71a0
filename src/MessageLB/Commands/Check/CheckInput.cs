using MessageLB.CommandLine.Terminals;
using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Commands.Check;

/// <summary>What is to be checked: a file, or standard input by way of a temporary file.</summary>
internal sealed class CheckInput : IDisposable
{
    private const string StandardInput = "-";
    private const string StandardInputName = "<stdin>";
    private readonly bool _temporary;
    private string[]? _lines;

    private CheckInput(string path, string name, bool temporary) => (Path, Name, _temporary) = (path, name, temporary);

    /// <summary>Path of the file to read.</summary>
    public string Path { get; }

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    public static async Task<CheckInput> OpenAsync(string file, Terminal terminal, CancellationToken cancellationToken)
    {
        if (file != StandardInput) return new CheckInput(file, file, temporary: false);
        var path = System.IO.Path.GetTempFileName();
        await using var input = terminal.OpenInput();
        await using var copy = File.OpenWrite(path);
        await input.CopyToAsync(copy, cancellationToken);
        return new CheckInput(path, StandardInputName, temporary: true);
    }

    /// <summary>The place as the user knows it.</summary>
    public ConfigOrigin Show(ConfigOrigin origin) =>
        origin.Kind == ConfigOriginKind.File && origin.Name == Path ? origin with { Name = Name } : origin;

    /// <summary>The line of the file that an origin means; null if it means none, or one of another file.</summary>
    public string? LineAt(ConfigOrigin origin)
    {
        if (origin.Kind != ConfigOriginKind.File || origin.Name != Path || origin.Line < 1) return null;
        try
        {
            _lines ??= File.ReadAllLines(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _lines = [];
        }

        return origin.Line <= _lines.Length ? _lines[origin.Line - 1] : null;
    }

    /// <summary>The text of the file.</summary>
    public string ReadText() => File.ReadAllText(Path);

    public void Dispose()
    {
        if (_temporary) File.Delete(Path);
    }
}
