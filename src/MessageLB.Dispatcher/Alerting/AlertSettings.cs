using MessageLB.Core.Configuration;

namespace MessageLB.Dispatcher.Alerting;

/// <summary>The configuration of alerts that is in force; another one after a reload. Thread-safe.</summary>
internal sealed class AlertSettings(MessageLBConfig config)
{
    private volatile AlertsConfig _config = config.Alerts;

    public AlertsConfig Config => _config;

    public void Apply(AlertsConfig config) => _config = config;
}
