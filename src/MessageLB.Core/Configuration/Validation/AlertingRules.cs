using MessageLB.Core.Alerts;

namespace MessageLB.Core.Configuration;

/// <summary>How the settings of alerts go together.</summary>
internal static class AlertingRules
{
    private const string Section = "alerts";
    private const int MostWebhooks = 10;
    private const int MostSilences = 100;

    public static void Check(MessageLBConfig config, ConfigFindings findings)
    {
        var alerts = config.Alerts;
        for (var i = 0; i < alerts.Disabled.Count; i++) CheckName($"{Section}.disabled[{i}]", alerts.Disabled[i], findings);
        for (var i = 0; i < alerts.Webhooks.Count; i++) Check(alerts.Webhooks[i], $"{Section}.webhooks[{i}]", findings);
        for (var i = 0; i < alerts.Silences.Count; i++) Check(alerts.Silences[i], config.Groups, $"{Section}.silences[{i}]", findings);
        if (alerts.Webhooks.Count > MostWebhooks) findings.Error($"{Section}.webhooks", null, $"are too many: {MostWebhooks} at most");
        if (alerts.Silences.Count > MostSilences) findings.Error($"{Section}.silences", null, $"are too many: {MostSilences} at most");
        if (findings.OriginOf(Section) is not null && !config.Groups.Any(group => group.RaisesAlerts))
        {
            findings.Warn(Section, "changes nothing: no group has 'health_monitoring.alerting' or 'performance_monitoring.alerting', so there are no alerts");
        }

        foreach (var group in config.Groups) CheckThresholds(group, findings);
    }

    private static void CheckThresholds(GroupConfig group, ConfigFindings findings)
    {
        var (monitoring, path) = (group.PerformanceMonitoring, $"groups.{group.Name}.performance_monitoring");
        var thresholds = monitoring.Thresholds;
        if (thresholds == new PerformanceThresholdsConfig())
        {
            if (monitoring is { Enabled: true, Alerting: true }) findings.Warn(path + ".alerting", "changes nothing: there are no 'thresholds' that could be crossed");
            return;
        }

        if (monitoring is not { Enabled: true, Alerting: true })
        {
            findings.Warn(path + ".thresholds", "change nothing: 'alerting', or performance_monitoring itself, is off, so nothing is compared with them");
            return;
        }

        if (thresholds is { ResponseTime: null, ResponseTimeMeasure: not ResponseTimeMeasure.Mean }) findings.Warn(path + ".thresholds.response_time_measure", "changes nothing: there is no 'response_time' to compare it with");
        Warn("response_time", thresholds.ResponseTime is not null, PerformanceMetric.ResponseTime);
        Warn("throughput", thresholds.Throughput is not null, PerformanceMetric.Throughput);
        Warn("error_rate", thresholds.ErrorRate is not null, PerformanceMetric.ErrorRate);
        Warn("availability", thresholds.Availability is not null, PerformanceMetric.Availability);

        void Warn(string key, bool isSet, PerformanceMetric metric)
        {
            if (isSet && !monitoring.Metrics.Contains(metric)) findings.Warn($"{path}.thresholds.{key}", $"changes nothing: '{key}' is not among the 'metrics' that are watched");
        }
    }

    private static void Check(WebhookConfig webhook, string path, ConfigFindings findings)
    {
        if (webhook.Url is null) findings.Error(path + ".url", null, "is missing: write https://host/path");
        else if (!Uri.TryCreate(webhook.Url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            findings.Error(path + ".url", null, "is no web address: write https://host/path");
        }
        else if (uri.UserInfo.Length > 0) findings.Error(path + ".url", null, "must not hold a login: sign the notices with 'secret_file' or 'secret_env'");
        else if (uri.Fragment.Length > 0) findings.Error(path + ".url", null, "must not hold a fragment ('#…'): it would not be sent");
        else if (uri.Scheme == "http" && !uri.IsLoopback) findings.Warn(path + ".url", "sends notices in plain text to another machine: write https://, unless the network is trusted");
        if (webhook is { SecretFile: not null, SecretEnv: not null }) findings.Error(path + ".secret_env", webhook.SecretEnv, $"cannot stand beside '{path}.secret_file': keep one of them");
        if (webhook.Allow.Count == 0) findings.Error(path + ".allow", null, "is empty, so nothing could be sent: list networks such as 10.0.0.0/8, or 0.0.0.0/0 for any");
    }

    private static void Check(SilenceConfig silence, IReadOnlyList<GroupConfig> groups, string path, ConfigFindings findings)
    {
        if (silence is { Alert: null, Group: null, Destination: null, MaxSeverity: null }) findings.Error(path, null, "would silence everything: write 'alert', 'group', 'destination' or 'max_severity'; alert: '*' if everything is meant");
        if (silence.Alert is { } alert && !alert.EndsWith('*')) CheckName(path + ".alert", alert, findings);
        if (silence.Group is { } group && !group.EndsWith('*') && groups.All(known => !known.Name.Equals(group, StringComparison.OrdinalIgnoreCase)))
        {
            findings.Warn(path + ".group", $"changes nothing: there is no group '{group}'");
        }
    }

    private static void CheckName(string path, string name, ConfigFindings findings)
    {
        if (AlertRules.Find(name) is not null) return;
        findings.Error(path, name, "is no alert; docs/alerts.md lists them", ConfigKeys.Closest(name, AlertRules.All.Select(rule => rule.Name)));
    }
}
