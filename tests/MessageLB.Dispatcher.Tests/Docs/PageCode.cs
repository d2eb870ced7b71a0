using System.Text.RegularExpressions;

namespace MessageLB.Dispatcher.Tests.Docs;

/// <summary>The C# of a page of the documentation, and the regions of the source that it is taken from.</summary>
internal static partial class PageCode
{
    private static readonly string Root = FindRoot();

    /// <summary>Text of a file, by its path from the root of the repository.</summary>
    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    /// <summary>What is between <c>#region</c> and <c>#endregion</c>, without indent, in order.</summary>
    public static string[] Regions(string source) => [.. Region().Matches(source).Select(m => Unindented(m.Groups[1].Value))];

    /// <summary>The blocks of C#, in order.</summary>
    public static string[] Blocks(string page) => [.. CodeBlock().Matches(page).Select(m => m.Groups[1].Value.Trim())];

    private static string Unindented(string code)
    {
        var lines = code.Split('\n').Where((line, i) => i > 0 || line.Trim().Length > 0).ToArray();
        var indent = lines.Where(l => l.Trim().Length > 0).Min(l => l.Length - l.TrimStart().Length);
        return string.Join('\n', lines.Select(l => l.Length >= indent ? l[indent..] : l.Trim())).Trim();
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MessageLB.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }

    [GeneratedRegex(@"#region [a-z-]+\r?\n(.*?)#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();

    [GeneratedRegex(@"```csharp\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
