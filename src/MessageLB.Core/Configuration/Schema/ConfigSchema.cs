namespace MessageLB.Core.Configuration;

/// <summary>Every key that configuration knows: binder, range checks and documentation read the same table.</summary>
public static class ConfigSchema
{
    /// <summary>The whole configuration.</summary>
    internal static Section<ConfigDraft> Root { get; } = new(new Settings<ConfigDraft>
    {
        { "broker", c => c.Broker, (c, v) => c with { Broker = v }, BrokerSchema.Broker },
        { "http", c => c.Http, (c, v) => c with { Http = v }, BrokerSchema.Http },
        { TelemetrySchema.Key, c => c.Telemetry, (c, v) => c with { Telemetry = v }, TelemetrySchema.Section },
        { "shutdown_timeout", c => c.ShutdownTimeout, (c, v) => c with { ShutdownTimeout = v }, Scalars.Time.Within("1s", "1h") },
        { "state_file", c => c.StateFile, (c, v) => c with { StateFile = v }, Scalars.Line },
        { "alerts", c => c.Alerts, (c, v) => c with { Alerts = v }, AlertsSchema.Section },
        // Before the groups, which start from it.
        { BalancingSchema.Key, c => c.LoadBalancer, (c, v) => c with { LoadBalancer = v }, BalancingSchema.Section },
        new GroupsSetting(GroupSchema.Section),
    });

    /// <summary>Every key in the order of the documentation.</summary>
    public static IReadOnlyList<SchemaKey> Keys { get; } = [.. Root.Describe("", new ConfigDraft())];
}
