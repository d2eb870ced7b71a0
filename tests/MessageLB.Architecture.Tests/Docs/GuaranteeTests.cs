using System.Text.RegularExpressions;
using MessageLB.Architecture.Tests.Tree;
using Xunit;

namespace MessageLB.Architecture.Tests.Docs;

/// <summary>Every row of the delivery guarantees names the test that shows it.</summary>
public sealed partial class GuaranteeTests
{
    private const string Page = "docs/delivery-guarantees.md";
    private const string Column = "Shown by |";

    private static readonly IReadOnlyList<string> Tests = [.. RepositoryTree.FilesIn("tests", ".cs").Select(RepositoryTree.Read)];

    private static readonly IReadOnlyList<(int Line, string Text)> Rows = [.. RowsOf(RepositoryTree.Read(Page).Split('\n'))];

    [Fact]
    public void Rows_OfAllTables_AreFound() => Assert.InRange(Rows.Count, 70, 200);

    [Fact]
    public void Row_Every_NamesATestThatIsThere() => Violations.AssertNone(
        from row in Rows
        let named = Named().Match(row.Text)
        where !named.Success || !Tests.Any(t => t.Contains($"class {named.Groups["class"].Value}", StringComparison.Ordinal) && t.Contains($" {named.Groups["test"].Value}(", StringComparison.Ordinal))
        select $"{Page}:{row.Line}: {row.Text}",
        "A guarantee without a test is a hope. Name the test that shows it in the last column, as `Class.Test`:");

    private static IEnumerable<(int Line, string Text)> RowsOf(string[] lines)
    {
        var inTable = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].EndsWith(Column, StringComparison.Ordinal)) inTable = true;
            else if (!lines[i].StartsWith('|')) inTable = false;
            else if (inTable && !lines[i].StartsWith("|-", StringComparison.Ordinal)) yield return (i + 1, lines[i]);
        }
    }

    [GeneratedRegex(@"\| `(?<class>\w+)\.(?<test>\w+)` \|$")]
    private static partial Regex Named();
}
