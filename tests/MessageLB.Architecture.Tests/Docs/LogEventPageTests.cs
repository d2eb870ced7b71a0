using System.Globalization;
using System.Text.RegularExpressions;
using MessageLB.Architecture.Tests.Sources;
using Xunit;

namespace MessageLB.Architecture.Tests.Docs;

public sealed partial class LogEventPageTests
{
    private const string Page = "docs/operations/log-events.md";

    [Fact]
    public void Docs_EventsMentioned_AreInTheSource() => Violations.AssertNone(
        from page in MarkdownFile.All
        from id in Mentioned(page)
        where !LogEvents.Ids.Contains(id)
        select $"{page.Path}: event {id}",
        "The documentation names log events that src does not have. Correct the id, or remove the mention:");

    [Fact]
    public void Source_Events_AreInTheDocs() => Violations.AssertNone(
        LogEvents.Ids.Except(Rows(MarkdownFile.All.Single(p => p.Path == Page))).Order().Select(id => id.ToString(CultureInfo.InvariantCulture)),
        $"{Page} lists every log event. Add a row for each of these, with what it means and what to do:");

    private static IEnumerable<int> Mentioned(MarkdownFile page) =>
        InText().Matches(page.Prose).SelectMany(m => Numbers(m.Value)).Concat(page.Path == Page ? Rows(page) : []).Distinct();

    private static IEnumerable<int> Rows(MarkdownFile page) => Row().Matches(page.Text).SelectMany(m => Numbers(m.Groups["ids"].Value));

    private static IEnumerable<int> Numbers(string text) => Number().Matches(text).Select(m => int.Parse(m.Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\b[Ee]vents?\s+\d{4}(?:(?:\s*,\s*|\s+(?:to|and|or)\s+)\d{4})*\b")]
    private static partial Regex InText();

    [GeneratedRegex(@"^\|\s*(?<ids>\d{4}(?:\s*,\s*\d{4})*)\s*\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\d{4}")]
    private static partial Regex Number();
}
