namespace MessageLB.Core.Configuration;

/// <summary>A configuration as it is written: groups not yet completed by the section that they inherit from.</summary>
internal sealed record ConfigDraft
{
    public BrokerConfig Broker { get; init; } = new();

    public HttpConfig Http { get; init; } = new();

    public TelemetryConfig Telemetry { get; init; } = new();

    public TimeSpan ShutdownTimeout { get; init; } = MessageLBConfig.DefaultShutdownTimeout;

    public string? StateFile { get; init; }

    public AlertsConfig Alerts { get; init; } = new();

    /// <summary>What every group starts from.</summary>
    public GroupConfig LoadBalancer { get; init; } = GroupConfig.Default;

    public IReadOnlyList<GroupConfig> Groups { get; init; } = [];

    public static ConfigDraft Of(MessageLBConfig config) => new()
    {
        Broker = config.Broker,
        Http = config.Http,
        Telemetry = config.Telemetry,
        ShutdownTimeout = config.ShutdownTimeout,
        StateFile = config.StateFile,
        Alerts = config.Alerts,
        Groups = config.Groups,
    };

    public MessageLBConfig Complete() => new()
    {
        Broker = Broker,
        Http = Http,
        Telemetry = Telemetry,
        ShutdownTimeout = ShutdownTimeout,
        StateFile = StateFile,
        Alerts = Alerts,
        Groups = Groups.Count > 0 ? Groups : [LoadBalancer],
    };
}
