using System.Text.RegularExpressions;
using MessageLB.Core.Alerts;
using MessageLB.Dispatcher.Tests.Configuration;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Alerting;

/// <summary>The pages tell of every alert.</summary>
public sealed partial class RunbookTests
{
    [Fact]
    public void Runbook_EveryAlert_HasItsAnchor()
    {
        var anchors = Heading().Matches(Page("runbook.md")).Select(m => NotInAnchors().Replace(m.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-')).ToHashSet();

        Assert.All(AlertRules.All, rule => Assert.Contains(rule.Runbook, anchors));
    }

    [Fact]
    public void Alerts_EveryAlert_HasARowWithItsSeverityTimeAndRunbook() => Assert.All(
        AlertRules.All,
        rule => Assert.Matches($@"\| \[`{rule.Name}`\]\(operations/runbook\.md#{rule.Runbook}\) \| {rule.Severity.ToString().ToLowerInvariant()} \| [^|]+ \| {rule.For.TotalSeconds} s \|", Page("alerts.md")));

    [Fact]
    public void Alerts_YamlExamples_LoadWithoutErrorsOrWarnings()
    {
        var examples = YamlBlock().Matches(Page("alerts.md")).Select(block => block.Groups[1].Value).ToList();

        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Empty(TempYaml.Errors(example).Concat(TempYaml.Warnings(example))));
    }

    private static string Page(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Alerting", name));

    [GeneratedRegex(@"^#{1,6}\s+(.+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex YamlBlock();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
