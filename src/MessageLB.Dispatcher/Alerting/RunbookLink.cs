using MessageLB.Core.Alerts;
using MessageLB.Core.Configuration;

namespace MessageLB.Dispatcher.Alerting;

/// <summary>Where it is written what to do about an alert.</summary>
public static class RunbookLink
{
    /// <summary>The page of the configuration with the alert's anchor.</summary>
    public static string Of(AlertsConfig config, AlertRule rule)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(rule);
        return $"{config.RunbookUrl}#{rule.Runbook}";
    }
}
