using System.Text.RegularExpressions;
using MessageLB.Architecture.Tests.Sources;
using MessageLB.Architecture.Tests.Tree;
using Xunit;

namespace MessageLB.Architecture.Tests.Docs;

/// <summary>Names that begin with <c>messagelb</c>: metrics, labels, exchanges, queues, headers. Docs may only name what there is.</summary>
public sealed partial class MetricNameTests
{
    private static readonly IReadOnlyList<string> Code = [.. SourceFile.In("src").Select(f => CSharpText.WithoutComments(f.Text))];

    /// <summary>Texts in the source that are a dotted name.</summary>
    private static readonly HashSet<string> Names = [.. Code.SelectMany(c => Literal().Matches(c)).Select(m => m.Groups["name"].Value)];

    /// <summary>Beginnings of names whose end is a group's, a destination's or an instance's name.</summary>
    private static readonly HashSet<string> Beginnings = [.. Code.SelectMany(c => Interpolated().Matches(c)).Select(m => m.Groups["name"].Value)];

    private static readonly HashSet<string> Exported = [.. Names.Select(n => n.Replace('.', '_'))];

    [Fact]
    public void Names_Any_AreFound()
    {
        Assert.Contains("messagelb.destination.messages", Names);
        Assert.Contains("messagelb.work.", Beginnings);
    }

    [Fact]
    public void Docs_DottedNames_AreInTheSource() => Violations.AssertNone(
        from page in MarkdownFile.All
        from name in Dotted().Matches(page.Text).Select(m => m.Value).Distinct()
        where !Names.Contains(name) && !Beginnings.Any(b => name.StartsWith(b, StringComparison.Ordinal) || b == name + ".") && !IsFile(name)
        select $"{page.Path}: {name}",
        "The documentation names metrics or queues that src does not have. Correct the name:");

    [Fact]
    public void Docs_PrometheusNames_AreInTheSource() => Violations.AssertNone(
        from page in MarkdownFile.All
        from name in Underscored().Matches(page.Text).Select(m => m.Value).Distinct()
        where !IsExported(name)
        select $"{page.Path}: {name}",
        "The documentation names metrics or labels that src does not have. Correct the name (dots become _, and unit and _total follow):");

    [Fact]
    public void Source_Metrics_AreInTheDocs()
    {
        var texts = string.Join('\n', MarkdownFile.All.Select(p => p.Text));
        var metrics = Code.SelectMany(c => Instrument().Matches(c)).Select(m => m.Groups["name"].Value).Distinct().ToList();

        Assert.True(metrics.Count > 10, $"only {metrics.Count} instruments found: the scan is broken");
        Violations.AssertNone(
            metrics.Where(m => !texts.Contains(m, StringComparison.Ordinal) && !texts.Contains(m.Replace('.', '_'), StringComparison.Ordinal)),
            "Every metric is documented, with its unit and labels (docs/http-api.md). Add these:");
    }

    private static bool IsFile(string name) => RepositoryTree.Files.Any(f => f.EndsWith("/" + name, StringComparison.Ordinal)) || FileEnding().IsMatch(name);

    private static bool IsExported(string name)
    {
        while (!Exported.Contains(name))
        {
            var shorter = Suffix().Replace(name, "");
            if (shorter == name) return false;
            name = shorter;
        }

        return true;
    }

    [GeneratedRegex(@"""(?<name>messagelb[._][a-z0-9._]*[a-z0-9])""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\$""(?<name>messagelb\.[a-z0-9._]*)\{")]
    private static partial Regex Interpolated();

    [GeneratedRegex(@"Create(?:Observable)?(?:Counter|UpDownCounter|Gauge|Histogram)[^""]*""(?<name>messagelb\.[a-z0-9._]+)""")]
    private static partial Regex Instrument();

    [GeneratedRegex(@"(?<![\w/.-])messagelb(?:\.[a-zA-Z][a-zA-Z0-9_-]*)+")]
    private static partial Regex Dotted();

    [GeneratedRegex(@"(?<![\w/.-])messagelb_[a-z0-9_]*[a-z0-9]")]
    private static partial Regex Underscored();

    [GeneratedRegex("_(?:seconds|bytes|ratio|total|bucket|sum|count|info)$")]
    private static partial Regex Suffix();

    [GeneratedRegex(@"\.(?:yaml|yml|json|md|dll|cs|sln|service)$")]
    private static partial Regex FileEnding();
}
