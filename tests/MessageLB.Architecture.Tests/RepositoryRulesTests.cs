using System.Text.RegularExpressions;
using Xunit;

namespace MessageLB.Architecture.Tests;

public sealed partial class RepositoryRulesTests
{
    private static readonly string[] Root =
    [
        ".ci", ".dockerignore", ".editorconfig", ".gitignore", "compose", "Directory.Build.props", "Directory.Packages.props", "docs",
        "global.json", "LICENSE", "MessageLB.sln", "README.md", "src", "tests",
    ];

    [Fact]
    public void Root_Entries_AreTheAgreedOnes() =>
        Assert.Equal(Root.Order(StringComparer.Ordinal), Repository.Files.Select(f => f.Split('/')[0]).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Docs_RelativeLinks_LeadSomewhere()
    {
        var broken = Repository.Files
            .Where(f => f.EndsWith(".md", StringComparison.Ordinal))
            .SelectMany(f => Link().Matches(Repository.Read(f)).Select(m => (File: f, Target: m.Groups[1].Value)))
            .Where(l => !l.Target.Contains("://", StringComparison.Ordinal) && !l.Target.StartsWith('#'))
            .Where(l => !Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(l.File)!, l.Target.Split('#')[0])))
            .Select(l => $"{l.File}: {l.Target}")
            .ToList();

        Assert.True(broken.Count == 0, $"Links that lead nowhere:\n{string.Join('\n', broken)}");
    }

    [Fact]
    public void Docs_LogEvents_AreExactlyThoseOfTheSource()
    {
        var documented = EventRow().Matches(Repository.Read("docs/operations/log-events.md")).SelectMany(m => m.Groups[1].Value.Split(", "));
        var written = Repository.Sources.SelectMany(f => LogEvent().Matches(Repository.Read(f)).Select(m => m.Groups[1].Value));

        Assert.Equal(written.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Docs_Metrics_AreExactlyThoseOfTheSource()
    {
        var documented = MetricName().Matches(Repository.Read("docs/operations/metrics.md")).Select(m => m.Groups[1].Value).Distinct();
        var written = Repository.Sources
            .Where(f => f.Contains("/Telemetry/", StringComparison.Ordinal))
            .SelectMany(f => MetricLiteral().Matches(Repository.Read(f)).Select(m => m.Groups[1].Value))
            .Distinct()
            .ToList();

        var unknown = documented.Except(written).ToList();
        Assert.True(unknown.Count == 0, $"docs/operations/metrics.md speaks of metrics or tags that no source names: {string.Join(", ", unknown)}");
    }

    [Fact]
    public void Files_Text_HoldsNoPathOfOneMachine()
    {
        var found = Repository.Files
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".md", StringComparison.Ordinal) || f.EndsWith(".sh", StringComparison.Ordinal) || f.EndsWith(".yaml", StringComparison.Ordinal))
            .Where(f => !f.Contains("Architecture.Tests", StringComparison.Ordinal) && MachinePath().IsMatch(Repository.Read(f)))
            .ToList();

        Assert.True(found.Count == 0, $"Paths of one machine in {string.Join(", ", found)}");
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\| (\d{4}(?:, \d{4})*) \|", RegexOptions.Multiline)]
    private static partial Regex EventRow();

    [GeneratedRegex(@"\[LoggerMessage\((?:EventId = )?(\d+)")]
    private static partial Regex LogEvent();

    [GeneratedRegex("`(messag(?:elb|ing)\\.[a-z._]+)`")]
    private static partial Regex MetricName();

    [GeneratedRegex("\"(messag(?:elb|ing)\\.[a-z._]+)\"")]
    private static partial Regex MetricLiteral();

    [GeneratedRegex(@"(?<![\w.])/(work|farm|root)/")]
    private static partial Regex MachinePath();
}
