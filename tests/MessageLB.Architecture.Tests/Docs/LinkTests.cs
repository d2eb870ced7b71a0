using System.Text.RegularExpressions;
using MessageLB.Architecture.Tests.Tree;
using Xunit;

namespace MessageLB.Architecture.Tests.Docs;

public sealed partial class LinkTests
{
    [Fact]
    public void Links_Relative_LeadToAFileAndAHeadingThatAreThere() => Violations.AssertNone(
        from page in MarkdownFile.All
        from link in page.Links
        where !WithScheme().IsMatch(link.Target)
        let problem = Problem(page, link.Target)
        where problem is not null
        select $"{page.Path}:{link.Line}: {link.Target}: {problem}",
        "Links in the documentation lead somewhere. Correct the target, or write what it points to:");

    [Fact]
    public void Links_Any_AreFound() => Assert.Contains(MarkdownFile.All, page => page.Links.Any());

    private static string? Problem(MarkdownFile page, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0
            ? page.Path
            : Path.GetRelativePath(RepositoryTree.Root, Path.Combine(RepositoryTree.PathOf(page.Path), "..", Uri.UnescapeDataString(parts[0]))).Replace('\\', '/');
        if (!File.Exists(RepositoryTree.PathOf(path)) && !Directory.Exists(RepositoryTree.PathOf(path))) return $"there is no {path}";
        if (parts.Length == 1 || MarkdownFile.All.FirstOrDefault(p => p.Path == path) is not { } other) return null;
        return other.Anchors.Contains(parts[1]) ? null : $"{path} has no heading for #{parts[1]}";
    }

    [GeneratedRegex("^[a-z][a-z0-9+.-]*:", RegexOptions.IgnoreCase)]
    private static partial Regex WithScheme();
}
