namespace MessageLB.Core.Configuration;

/// <summary>
/// When a destination counts as lost and as recovered. A silent destination is lost after
/// <c>check_interval × failure_threshold + timeout</c>: 2.3 s at the defaults.
/// </summary>
public sealed record HealthMonitoringConfig
{
    /// <summary>
    /// Time in which one sign of life is expected; a worker's own heartbeat interval counts if it is longer.
    /// <value>50 ms to 1 h, default 1 s.</value>
    /// </summary>
    public TimeSpan CheckInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How late a sign of life may be. <value>1 ms to 1 h, default 300 ms.</value></summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Signs of life missed in a row until the destination is lost. <value>1 to 100, default 2.</value></summary>
    public int FailureThreshold { get; init; } = 2;

    /// <summary>Signs of life in a row until a lost destination is back. <value>1 to 100, default 1.</value></summary>
    public int RecoveryThreshold { get; init; } = 1;

    /// <summary>Whether a change of health raises an alert. Default false.</summary>
    public bool Alerting { get; init; }

    /// <summary>
    /// Whether a returning destination is brought back step by step: one that comes and goes is kept out for a growing time, and
    /// <see cref="SlowStart"/>. Default true.
    /// </summary>
    public bool RecoveryManagement { get; init; } = true;

    /// <summary>
    /// Time in which weight and window of a returning destination grow from a tenth to all (HAProxy's <c>slowstart</c>, NGINX's
    /// <c>slow_start</c>). <value>0 (at once) to 1 h, default 30 s.</value>
    /// </summary>
    public TimeSpan SlowStart { get; init; } = Health.SlowStart.DefaultDuration;

    /// <summary>
    /// Shortest time without a completed message, while messages are in flight, until a worker whose heartbeats go on counts as hung.
    /// <value>0 (never) to 1 d, default 30 s.</value>
    /// </summary>
    public TimeSpan HungAfter { get; init; } = Health.StalledWork.DefaultFloor;

    /// <summary>The same relative to the 99th percentile of its handling times; the longer one counts. <value>1 to 1,000, default 10.</value></summary>
    public double HungFactor { get; init; } = Health.StalledWork.DefaultFactor;

    /// <summary>Silence after which a sign of life of a worker with heartbeat interval <paramref name="heartbeatInterval"/> counts as missed.</summary>
    public TimeSpan MissedAfter(TimeSpan heartbeatInterval) =>
        (heartbeatInterval > CheckInterval ? heartbeatInterval : CheckInterval) + Timeout;

    /// <summary>Silence after which a worker with heartbeat interval <paramref name="heartbeatInterval"/> counts as lost.</summary>
    public TimeSpan LostAfter(TimeSpan heartbeatInterval) =>
        ((heartbeatInterval > CheckInterval ? heartbeatInterval : CheckInterval) * FailureThreshold) + Timeout;
}
