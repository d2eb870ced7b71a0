namespace MessageLB.Core.Configuration;

/// <summary>
/// How alerts are told, and what keeps them quiet. Which are raised is up to the groups: <see cref="HealthMonitoringConfig.Alerting"/> and
/// <see cref="PerformanceMonitoringConfig.Alerting"/>.
/// </summary>
public sealed record AlertsConfig
{
    /// <summary>Default of <see cref="RunbookUrl"/>.</summary>
    public const string DefaultRunbook = "docs/operations/runbook.md";

    /// <summary>
    /// Shortest time for which any condition must hold until its alert fires; the alert's own time counts if it is longer. <value>0 to 1 h, default 0.</value>
    /// </summary>
    public TimeSpan For { get; init; }

    /// <summary>Time that an alert goes on to fire after its condition has ended. <value>0 to 1 h, default 30 s.</value></summary>
    public TimeSpan KeepFiringFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time after which whoever was told of an alert that still fires is told again. <value>0 (never) to 7 d, default 4 h.</value></summary>
    public TimeSpan RepeatInterval { get; init; } = TimeSpan.FromHours(4);

    /// <summary>
    /// Shortest time between two notices that alerts of the same kind and group fire; those that begin meanwhile are told together.
    /// <value>0 to 1 h, default 10 s.</value>
    /// </summary>
    public TimeSpan GroupInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest that what waits at ingress may take to be handed over, at the pace of the last minute. <value>1 s to 1 d, default 1 min.</value></summary>
    public TimeSpan QueueAge { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Dead letters of a group within five minutes from which on they are an alert. <value>1 to 1,000,000, default 10.</value></summary>
    public int DeadLetters { get; init; } = 10;

    /// <summary>Whether notices are published to the exchange <c>messagelb.events</c> too. Default true.</summary>
    public bool Events { get; init; } = true;

    /// <summary>Address of the page that says what to do; the anchor of each alert is put behind it.</summary>
    public string RunbookUrl { get; init; } = DefaultRunbook;

    /// <summary>Names of alerts that are never raised. Default: none.</summary>
    public IReadOnlyList<string> Disabled { get; init; } = [];

    /// <summary>Where notices are posted to. Default: nowhere.</summary>
    public IReadOnlyList<WebhookConfig> Webhooks { get; init; } = [];

    /// <summary>What is kept quiet. Default: nothing.</summary>
    public IReadOnlyList<SilenceConfig> Silences { get; init; } = [];
}
