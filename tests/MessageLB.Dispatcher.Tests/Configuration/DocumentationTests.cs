using System.Text.RegularExpressions;
using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Configuration;

/// <summary>docs/configuration.md and the schema say the same.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Configuration", "Examples", "configuration.md"));

    [Fact]
    public void Page_Tables_ListEveryKeyAsTheSchemaHasIt()
    {
        var documented = RowOfKey().Matches(Page).Select(row => string.Join(" | ", row.Value.Split('|')[1..6].Select(cell => cell.Replace("`", "", StringComparison.Ordinal).Trim())));
        var known = ConfigSchema.Keys.Select(key => string.Join(" | ", key.Key, key.Type, key.Default, key.Range, key.Active));

        Assert.Equal(known.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Page_YamlExamples_LoadWithoutErrors()
    {
        var examples = YamlBlock().Matches(Page).Select(block => block.Groups[1].Value).ToList();

        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Empty(TempYaml.Errors(example)));
    }

    [GeneratedRegex(@"^\| `[a-z_.<>\[\]]+` \|.*\|.*\|.*\|.*\|.*\|$", RegexOptions.Multiline)]
    private static partial Regex RowOfKey();

    [GeneratedRegex("^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
