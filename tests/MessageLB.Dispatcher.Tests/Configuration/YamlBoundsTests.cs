using System.Text;
using MessageLB.Dispatcher.Configuration;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Configuration;

/// <summary>Files made to exhaust memory, stack or time are refused with a place.</summary>
public sealed class YamlBoundsTests
{
    [Fact]
    public void Load_AliasesThatMultiply_AreBounded()
    {
        var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++) yaml.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");

        var error = Assert.Single(TempYaml.Errors(yaml.ToString()));

        Assert.Equal("messagelb.yaml:5:45: holds more than 100,000 values once its aliases are expanded", error);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void Load_EndlessNesting_IsBounded(string opening)
    {
        var yaml = "\n" + string.Concat(Enumerable.Repeat(opening, 50_000));

        var error = Assert.Single(TempYaml.Errors(yaml));

        Assert.EndsWith("is nested more than 32 levels deep", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AliasUsedTwice_CountsForBoth()
    {
        var result = TempYaml.Load("""
            groups:
              orders: &shared
                routes: orders.#
                health_monitoring: &health {check_interval: 2s}
              bills:
                routes: bills.#
                health_monitoring: *health
            """);

        Assert.Empty(result.Errors);
        Assert.All(result.Config!.Groups, group => Assert.Equal(TimeSpan.FromSeconds(2), group.HealthMonitoring.CheckInterval));
    }

    [Fact]
    public void Load_RandomTexts_NeverThrows()
    {
        string[] pieces = [.. " \t\n\r\0:,[]{}#&*!|>'\"%@`?-~<\\abx019\u00e9\u2028\ufeff".Select(c => c.ToString()), "\U0001F600", "groups:", "- ", "<<: ", "true", "~"];
        var template = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Configuration", "Examples", "kos-advanced.yaml"));
        var random = new Random(20261121);
        using var file = new TempYaml("");
        for (var round = 0; round < 1000; round++)
        {
            var text = new StringBuilder(round % 4 == 0 ? "" : template);
            for (var change = random.Next(1, 12); change > 0; change--)
            {
                var at = random.Next(text.Length + 1);
                if (text.Length > 0 && random.Next(3) == 0) text.Remove(Math.Min(at, text.Length - 1), 1);
                else text.Insert(at, pieces[random.Next(pieces.Length)]);
            }

            File.WriteAllBytes(file.Path, Encoding.UTF8.GetBytes(text.ToString()));

            var result = ConfigLoader.Load(new ConfigSources { FilePath = file.Path });

            Assert.True((result.Config is null) == (result.Errors.Count > 0), $"round {round}:\n{text}");
        }
    }
}
