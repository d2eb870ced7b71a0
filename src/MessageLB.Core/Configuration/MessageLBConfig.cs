namespace MessageLB.Core.Configuration;

/// <summary>
/// Everything a dispatcher is told, from the YAML file, appsettings, the environment and the command line alike. Immutable;
/// valid once <c>ConfigValidator</c> found nothing to say.
/// </summary>
public sealed record MessageLBConfig
{
    /// <summary>Default of <see cref="ShutdownTimeout"/>.</summary>
    public static readonly TimeSpan DefaultShutdownTimeout = TimeSpan.FromSeconds(30);

    /// <summary>What runs with no configuration at all: the embedded transport and the group <c>default</c> bound to <c>#</c>.</summary>
    public static MessageLBConfig Default { get; } = new();

    /// <summary>The broker. Default: none, which means the embedded transport.</summary>
    public BrokerConfig Broker { get; init; } = new();

    /// <summary>The HTTP API.</summary>
    public HttpConfig Http { get; init; } = new();

    /// <summary>What is sent to a collector, and how trace context travels. Default: nothing is sent, and a publisher's context is preserved.</summary>
    public TelemetryConfig Telemetry { get; init; } = new();

    /// <summary>How alerts are told.</summary>
    public AlertsConfig Alerts { get; init; } = new();

    /// <summary>Groups, at least one, names unique. Default: <see cref="GroupConfig.Default"/>.</summary>
    public IReadOnlyList<GroupConfig> Groups { get; init; } = [GroupConfig.Default];

    /// <summary>
    /// File in which groups with <see cref="DynamicAdjustmentConfig.Learning"/> keep what they learned. Default null: beside the configuration
    /// file, with <c>.state.json</c> behind its name; without such a file nothing is kept.
    /// </summary>
    public string? StateFile { get; init; }

    /// <summary>
    /// Longest time that a graceful stop may take before what is still unsettled is left to the broker to redeliver.
    /// <value>1 s to 1 h, default 30 s.</value>
    /// </summary>
    public TimeSpan ShutdownTimeout { get; init; } = DefaultShutdownTimeout;
}
