namespace MessageLB.Architecture.Tests.Tree;

/// <summary>The repository's files as they lie on disk, without what builds and tools leave behind.</summary>
internal static class RepositoryTree
{
    private const string Solution = "MessageLB.sln";

    /// <summary>Folders that <c>.gitignore</c> names, and git's own.</summary>
    private static readonly string[] NotOurs = [".git", .. IgnoredFolders()];

    /// <summary>The folder with the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every file, relative to the root, with <c>/</c>.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Walk(Root).Order(StringComparer.Ordinal)];

    /// <summary>Names of the folders of <c>src</c>, each of them a project.</summary>
    public static IReadOnlyList<string> SourceProjects { get; } = FoldersOf("src");

    /// <summary>Entries of the root, files and folders.</summary>
    public static IEnumerable<string> RootEntries =>
        Directory.EnumerateFileSystemEntries(Root).Select(path => Path.GetFileName(path)).Where(name => !NotOurs.Contains(name));

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    public static string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>Files below a folder with one of these extensions.</summary>
    public static IEnumerable<string> FilesIn(string folder, params string[] extensions) =>
        Files.Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal) && extensions.Contains(Path.GetExtension(file)));

    public static IReadOnlyList<string> FoldersOf(string folder) =>
        [.. Directory.EnumerateDirectories(PathOf(folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            if (!NotOurs.Contains(Path.GetFileName(file))) yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
        }

        foreach (var sub in Directory.EnumerateDirectories(folder).Where(sub => !NotOurs.Contains(Path.GetFileName(sub))))
        {
            foreach (var file in Walk(sub)) yield return file;
        }
    }

    private static IEnumerable<string> IgnoredFolders() => File.ReadLines(Path.Combine(FindRoot(), ".gitignore"))
        .Where(line => line.EndsWith('/'))
        .Select(line => line.Trim('/'));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution))) return folder.FullName;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} has {Solution}: run these tests from where they were built.");
    }
}
