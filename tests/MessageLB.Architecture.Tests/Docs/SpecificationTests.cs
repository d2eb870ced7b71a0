using System.Text.RegularExpressions;
using MessageLB.Architecture.Tests.Tree;
using Xunit;

namespace MessageLB.Architecture.Tests.Docs;

/// <summary>Every line of what was asked for names tests that are there, and says so where something is not.</summary>
public sealed partial class SpecificationTests
{
    private const string Page = "docs/specification.md";

    private static readonly HashSet<string> Tests =
        [.. RepositoryTree.FilesIn("tests", ".cs").SelectMany(file => TestClass().Matches(RepositoryTree.Read(file)).Select(m => m.Groups["class"].Value))];

    private static readonly IReadOnlyList<(int Line, string[] Cells)> Rows =
    [
        .. RepositoryTree.Read(Page).Split('\n').Select((text, i) => (Line: i + 1, Text: text))
            .Where(l => l.Text.StartsWith("| ", StringComparison.Ordinal) && !l.Text.EndsWith("| Page | Tests |", StringComparison.Ordinal))
            .Select(l => (l.Line, l.Text.Trim('|', ' ').Split(" | "))),
    ];

    [Fact]
    public void Rows_OfAllTables_AreFound() => Assert.InRange(Rows.Count, 70, 200);

    [Fact]
    public void Row_Every_NamesTestClassesThatAreThere() => Violations.AssertNone(
        from row in Rows
        let named = TestName().Matches(row.Cells[^1]).Select(m => m.Groups["class"].Value).ToList()
        from problem in named.Count == 0 ? ["it names no test"] : named.Where(n => !Tests.Contains(n)).Select(n => $"there is no test class {n}")
        select $"{Page}:{row.Line}: {problem}",
        "What was asked for is there if a test shows it. Name the class of the tests in the last column:");

    [GeneratedRegex(@"class (?<class>\w+Tests)\b")]
    private static partial Regex TestClass();

    [GeneratedRegex(@"`(?<class>\w+Tests)`")]
    private static partial Regex TestName();
}
