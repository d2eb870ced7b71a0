using System.Text.Json;
using System.Text.RegularExpressions;

namespace MessageLB.Web.Tests.Metrics.Prometheus;

/// <summary>What compose/ has for Prometheus and Grafana.</summary>
internal static partial class ShippedFiles
{
    public static string Root { get; } = FindRoot();

    public static string Prometheus { get; } = Path.Combine(Root, "compose", "prometheus");

    public static string Rules { get; } = Path.Combine(Prometheus, "rules", "messagelb.yml");

    public static string RuleTests { get; } = Path.Combine(Root, "tests", "MessageLB.Web.Tests", "Metrics", "Prometheus", "messagelb.test.yml");

    /// <summary>Targets of the dashboard, each with the title of its panel.</summary>
    public static IReadOnlyList<(string Panel, string Expression)> Targets()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "compose", "grafana", "dashboards", "messagelb.json")));
        return
        [
            .. from panel in dashboard.RootElement.GetProperty("panels").EnumerateArray()
               where panel.TryGetProperty("targets", out _)
               from target in panel.GetProperty("targets").EnumerateArray()
               select (panel.GetProperty("title").GetString()!, target.GetProperty("expr").GetString()!),
        ];
    }

    /// <summary>Names of the metrics of MessageLB that a text names.</summary>
    public static IEnumerable<string> MetricsIn(string text) =>
        Metric().Matches(text).Select(match => match.Value).Distinct().Where(name => !Label().IsMatch(name));

    [GeneratedRegex(@"\bmessagelb_[a-z_]+\b")]
    private static partial Regex Metric();

    [GeneratedRegex("^messagelb_(group|destination|outcome|state|policy|result|target|tenant|kind)$")]
    private static partial Regex Label();

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "MessageLB.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the repository is not above the tests");
        return folder;
    }
}
