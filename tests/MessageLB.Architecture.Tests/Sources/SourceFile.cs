using MessageLB.Architecture.Tests.Tree;

namespace MessageLB.Architecture.Tests.Sources;

/// <summary>A C# file.</summary>
internal sealed class SourceFile
{
    private static readonly Dictionary<string, IReadOnlyList<SourceFile>> Known = [];

    private SourceFile(string path)
    {
        Path = path;
        Text = RepositoryTree.Read(path);
        Code = CSharpText.CodeOnly(Text);
    }

    /// <summary>Path relative to the root.</summary>
    public string Path { get; }

    public string Text { get; }

    /// <summary>The text with comments and literals blanked out.</summary>
    public string Code { get; }

    /// <summary>The project's folder name.</summary>
    public string Project => Path.Split('/')[1];

    /// <summary>Every C# file below <c>src</c> or <c>tests</c>.</summary>
    public static IReadOnlyList<SourceFile> In(string folder)
    {
        lock (Known)
        {
            if (!Known.TryGetValue(folder, out var files)) Known[folder] = files = [.. RepositoryTree.FilesIn(folder, ".cs").Select(path => new SourceFile(path))];
            return files;
        }
    }

    /// <summary>Lines of which the code alone satisfies the condition, as a person reads them, with their place.</summary>
    /// <param name="is">Told the line's code and the position of its start in <see cref="Code"/>.</param>
    public IEnumerable<string> LinesOfCode(Func<string, int, bool> @is)
    {
        var code = Code.Split('\n');
        var text = Text.Split('\n');
        var start = 0;
        for (var i = 0; i < code.Length; i++)
        {
            if (@is(code[i], start)) yield return $"{Path}:{i + 1}: {text[i].Trim()}";
            start += code[i].Length + 1;
        }
    }
}
