using System.Globalization;
using System.Text.RegularExpressions;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Web.Tests.Metrics.Prometheus;

/// <summary>What a real Prometheus says of the metrics, the rules and the dashboard that MessageLB ships.</summary>
public sealed partial class PrometheusTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_OfARunningDispatcher_PassThePromtoolCheck()
    {
        await using var dispatcher = await LiveDispatcher.StartAsync();
        using var client = new HttpClient { BaseAddress = dispatcher.Address };
        var text = "";
        await Eventually.TrueAsync(
            async () => (text = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Token)).Contains("messagelb_route_duration_seconds_count", StringComparison.Ordinal),
            "a hand-over was timed",
            Token);

        var (exitCode, output) = await PromTool.RunAsync(ShippedFiles.Root, text, Token, "check", "metrics");

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task Rules_Shipped_PassThePromtoolChecksAndTests()
    {
        var folder = Directory.CreateTempSubdirectory("messagelb-rules-").FullName;
        try
        {
            File.Copy(ShippedFiles.Rules, Path.Combine(folder, Path.GetFileName(ShippedFiles.Rules)));
            File.Copy(ShippedFiles.RuleTests, Path.Combine(folder, Path.GetFileName(ShippedFiles.RuleTests)));

            var config = await PromTool.RunAsync(ShippedFiles.Prometheus, null, Token, "check", "config", "prometheus.yml");
            var rules = await PromTool.RunAsync(ShippedFiles.Prometheus, null, Token, "check", "rules", "rules/messagelb.yml");
            var tests = await PromTool.RunAsync(folder, null, Token, "test", "rules", Path.GetFileName(ShippedFiles.RuleTests));

            Assert.All([config, rules, tests], run => Assert.True(run.ExitCode == 0, run.Output));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Rules_EveryAlert_IsCompleteAndHasATestAndARunbookEntry()
    {
        var rules = File.ReadAllText(ShippedFiles.Rules).Split("- alert: ")[1..];
        var tests = File.ReadAllText(ShippedFiles.RuleTests);
        var anchors = Heading().Matches(File.ReadAllText(Path.Combine(ShippedFiles.Root, "docs", "operations", "runbook.md"))).Select(m => Anchor(m.Groups[1].Value)).ToHashSet();

        Assert.NotEmpty(rules);
        Assert.All(rules, rule =>
        {
            var name = rule.Split('\n', 2)[0].Trim();
            Assert.StartsWith("MessageLB", name, StringComparison.Ordinal);
            Assert.All((string[])["severity: ", "summary: ", "description: ", "dashboard_url: "], part => Assert.Contains(part, rule, StringComparison.Ordinal));
            Assert.Contains(name, tests, StringComparison.Ordinal);
            Assert.Contains(Runbook().Match(rule).Groups[1].Value, anchors);
        });
    }

    [Fact]
    public async Task Prometheus_ScrapesARunningDispatcher_EveryExpressionIsValidAndHasDataAndAlertsFireAndResolve()
    {
        await using var dispatcher = await LiveDispatcher.StartAsync();
        await using var prometheus = await PrometheusServer.StartAsync(ConfigurationFor(dispatcher), Token);
        await Eventually.TrueAsync(async () => await HasAsync(prometheus, "rate(messagelb_route_duration_seconds_count[1m]) > 0"), "something is scraped", Token);

        // Prometheus asks for OpenMetrics if it can have it, and then knows counters by names without _total.
        Assert.Contains("\"messagelb_destination_messages\":[{\"type\":\"counter\"", await prometheus.GetAsync("metadata?metric=messagelb_destination_messages", Token), StringComparison.Ordinal);
        Assert.Empty(await prometheus.QueryAsync("up != 1", Token));
        foreach (var (panel, expression) in ShippedFiles.Targets())
            await Eventually.TrueAsync(async () => await HasAsync(prometheus, Filled(expression)), $"the panel '{panel}' has data: {expression}", Token);
        foreach (var metric in ShippedFiles.MetricsIn(File.ReadAllText(ShippedFiles.Rules)))
            Assert.True(await HasAsync(prometheus, metric), $"the rules name '{metric}', and there is no such series");
        Assert.DoesNotContain("\"health\":\"err\"", await prometheus.GetAsync("rules", Token), StringComparison.Ordinal);

        await dispatcher.StopLastWorkerAsync();
        await Eventually.TrueAsync(async () => await IsAsync(prometheus, "firing"), "the alert fires", Token);
        await dispatcher.StartWorkerAsync(LiveDispatcher.Alone, "c");
        await Eventually.TrueAsync(async () => !await IsAsync(prometheus, "firing"), "the alert resolves", Token);
    }

    private static async ValueTask<bool> HasAsync(PrometheusServer prometheus, string expression) => (await prometheus.QueryAsync(expression, Token)).Count > 0;

    private static ValueTask<bool> IsAsync(PrometheusServer prometheus, string state) =>
        HasAsync(prometheus, $$"""ALERTS{alertname="MessageLBNoHealthyDestination",messagelb_group="{{LiveDispatcher.Alone}}",alertstate="{{state}}"}""");

    // As shipped, but for where the dispatcher is and how often it is looked at.
    private static string ConfigurationFor(LiveDispatcher dispatcher) => File.ReadAllText(Path.Combine(ShippedFiles.Prometheus, "prometheus.yml"))
        .Replace("dispatcher:8080", dispatcher.Address.Authority, StringComparison.Ordinal)
        .Replace("rules/messagelb.yml", ShippedFiles.Rules, StringComparison.Ordinal)
        .Replace("_interval: 5s", "_interval: 500ms", StringComparison.Ordinal);

    // As Grafana fills in its variables.
    private static string Filled(string expression) => expression
        .Replace("$__rate_interval", "1m", StringComparison.Ordinal)
        .Replace("$group", ".*", StringComparison.Ordinal)
        .Replace("$job", ".*", StringComparison.Ordinal);

    private static string Anchor(string heading) => heading.ToLower(CultureInfo.InvariantCulture).Replace(' ', '-');

    [GeneratedRegex("^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"runbook_url: docs/operations/runbook\.md#(\S+)")]
    private static partial Regex Runbook();
}
