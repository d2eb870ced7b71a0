using MessageLB.Core.Alerts;
using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Configuration;

/// <summary>The section <c>alerts</c>, and what goes with it.</summary>
public sealed class AlertsTests
{
    private const string Groups = "groups: {orders: {health_monitoring: {alerting: true}}}\n";

    [Fact]
    public void Load_Everything_SaysWhatTheFileSays()
    {
        var config = TempYaml.Load(Groups + """
            alerts:
              for: 30s
              keep_firing_for: 1m
              repeat_interval: 0s
              group_interval: 5s
              queue_age: 10m
              dead_letters: 3
              events: false
              runbook_url: https://wiki/runbook
              disabled: [messagelbheartbeatlate]
              webhooks:
                - {url: https://hooks.example.com/T0/B0, secret_env: SECRET, allow: [0.0.0.0/0], send_resolved: false, min_severity: critical, timeout: 3s, attempts: 2}
              silences: {group: "ord*", destination: a, max_severity: warning, until: 2026-12-24T18:00:00+01:00, comment: quiet}
            """).GetConfig().Alerts;

        var seconds = new[] { config.For, config.KeepFiringFor, config.RepeatInterval, config.GroupInterval, config.QueueAge }.Select(time => time.TotalSeconds);
        Assert.Equal([30, 60, 0, 5, 600], seconds);
        Assert.Equal((3, false, "https://wiki/runbook", "messagelbheartbeatlate"), (config.DeadLetters, config.Events, config.RunbookUrl, Assert.Single(config.Disabled)));
        var webhook = Assert.Single(config.Webhooks);
        Assert.Equal(("https://hooks.example.com/T0/B0", "SECRET", false, AlertSeverity.Critical, 3.0, 2), (webhook.Url, webhook.SecretEnv, webhook.SendResolved, webhook.MinSeverity, webhook.Timeout.TotalSeconds, webhook.Attempts));
        Assert.Equal("0.0.0.0/0", Assert.Single(webhook.Allow).ToString());
        Assert.Equal(
            new SilenceConfig { Group = "ord*", Destination = "a", MaxSeverity = AlertSeverity.Warning, Until = new DateTimeOffset(2026, 12, 24, 17, 0, 0, TimeSpan.Zero), Comment = "quiet" },
            Assert.Single(config.Silences));
    }

    [Theory]
    [InlineData("webhooks: {}", "alerts.webhooks[0].url: is missing")]
    [InlineData("webhooks: {url: hooks}", "alerts.webhooks[0].url: is no web address")]
    [InlineData("webhooks: {url: 'ftp://hooks/'}", "alerts.webhooks[0].url: is no web address")]
    [InlineData("webhooks: {url: 'https://user:hunter2@hooks/'}", "alerts.webhooks[0].url: must not hold a login")]
    [InlineData("webhooks: {url: 'https://hooks/#x'}", "alerts.webhooks[0].url: must not hold a fragment")]
    [InlineData("webhooks: {url: 'https://hooks/', secret_file: a, secret_env: b}", "cannot stand beside 'alerts.webhooks[0].secret_file'")]
    [InlineData("webhooks: {url: 'https://hooks/', allow: []}", "is empty, so nothing could be sent")]
    [InlineData("webhooks: {url: 'https://hooks/', allow: 10.0.0.1/8}", "is no network")]
    [InlineData("webhooks: {url: 'https://hooks/', attempts: 0}", "must be 1 to 20")]
    [InlineData("disabled: MessageLBHeartbeatLat", "is no alert; docs/alerts.md lists them. Did you mean 'MessageLBHeartbeatLate'?")]
    [InlineData("silences: {comment: x}", "would silence everything")]
    [InlineData("silences: {alert: Heartbeat}", "is no alert")]
    [InlineData("silences: {group: orders, until: 2026-12-24T18:00:00}", "is not a time: write one with its offset")]
    [InlineData("silences: {group: orders, until: tomorrow}", "is not a time")]
    [InlineData("for: 2h", "is out of range: must be 0s to 1h")]
    public void Load_Mistake_IsReported(string alerts, string problem)
    {
        var error = Assert.Single(TempYaml.Errors($"{Groups}alerts: {{{alerts}}}\n"));

        Assert.Contains(problem, error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Groups + "alerts: {webhooks: {url: 'http://hooks/x'}}", "alerts.webhooks[0].url: sends notices in plain text to another machine")]
    [InlineData(Groups + "alerts: {silences: {group: bills}}", "alerts.silences[0].group: changes nothing: there is no group 'bills'")]
    [InlineData("alerts: {for: 1s}", "alerts: changes nothing: no group has 'health_monitoring.alerting'")]
    [InlineData("load_balancer: {performance_monitoring: {alerting: true}}", "alerting: changes nothing: there are no 'thresholds'")]
    [InlineData("load_balancer: {performance_monitoring: {alerting: true, thresholds: {error_rate: 1%, response_time_measure: p99}}}", "thresholds.response_time_measure: changes nothing: there is no 'response_time'")]
    [InlineData("load_balancer: {performance_monitoring: {thresholds: {error_rate: 1%}}}", "thresholds: change nothing: 'alerting', or performance_monitoring itself, is off")]
    [InlineData("load_balancer: {performance_monitoring: {alerting: true, metrics: throughput, thresholds: {error_rate: 1%}}}", "'error_rate' is not among the 'metrics'")]
    public void Load_ProbablyNotMeant_IsAWarning(string yaml, string expected) =>
        Assert.Contains(expected, Assert.Single(TempYaml.Warnings(yaml)), StringComparison.Ordinal);

    [Fact]
    public void Load_OneOfTwoGroupsAsks_IsNoWarning() => Assert.Empty(TempYaml.Warnings("groups: {orders: {routes: a, health_monitoring: {alerting: true}}, bills: {routes: b}}\nalerts: {for: 1s}"));
}
