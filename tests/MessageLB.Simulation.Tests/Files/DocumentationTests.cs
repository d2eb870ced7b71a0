using System.Text.RegularExpressions;
using Xunit;

namespace MessageLB.Simulation.Tests.Files;

/// <summary>docs/simulator.md and the schema say the same, and the scenarios of the repository are valid.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Docs");
    private static readonly string Page = File.ReadAllText(Path.Combine(Folder, "simulator.md"));

    public static TheoryData<string> Scenarios => [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Page_Table_ListsEveryKeyAsTheSchemaHasIt()
    {
        var documented = RowOfKey().Matches(Page).Select(row => string.Join(" | ", row.Value.Split('|')[1..5].Select(cell => cell.Replace("`", "", StringComparison.Ordinal).Trim())));
        var known = ScenarioSchema.All.Select(key => string.Join(" | ", key.Key, key.Type, key.Default, key.Range));

        Assert.Equal(known, documented);
    }

    [Fact]
    public void Page_YamlExamples_AreValid()
    {
        var examples = YamlBlock().Matches(Page).Select(block => block.Groups[1].Value).ToList();

        Assert.NotEmpty(examples);
        Assert.All(examples, example => ScenarioFile.Valid(example));
    }

    [Fact]
    public void Page_Scenarios_AreThoseOfTheRepository() =>
        Assert.Equal(Scenarios.Select(row => row.Data), Link().Matches(Page).Select(link => link.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Scenario_OfTheRepository_IsValidAndWithoutRemarks(string name)
    {
        var file = ScenarioFile.Bound(File.ReadAllText(Path.Combine(Folder, name)));

        Assert.Empty(file.Errors);
        Assert.Empty(file.Warnings);
        Assert.Empty(file.Notices);
    }

    [GeneratedRegex(@"^\| `[a-z_.<>\[\]]+` \|.*\|.*\|.*\|.*\|$", RegexOptions.Multiline)]
    private static partial Regex RowOfKey();

    [GeneratedRegex("^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex YamlBlock();

    [GeneratedRegex(@"\(simulations/([a-z0-9-]+\.yaml)\)")]
    private static partial Regex Link();
}
