using System.Collections.Frozen;

namespace MessageLB.Core.Alerts;

/// <summary>Every alert there is. What makes each fire is told in <c>docs/alerts.md</c>.</summary>
public static class AlertRules
{
    /// <summary>No session with the broker is open.</summary>
    public static AlertRule BrokerUnreachable { get; } = Critical("BrokerUnreachable", 10, "the-broker-cannot-be-reached");

    /// <summary>The broker takes no publishes.</summary>
    public static AlertRule BrokerBlocked { get; } = Critical("BrokerBlocked", 10, "the-broker-takes-no-publishes");

    /// <summary>What the dispatcher says does not come back to it.</summary>
    public static AlertRule DispatcherDeaf { get; } = Warning("DispatcherDeaf", 2, "a-dispatcher-hears-nothing");

    /// <summary>The last reload was refused.</summary>
    public static AlertRule ConfigReloadFailed { get; } = Warning("ConfigReloadFailed", 0, "a-reload-is-refused");

    /// <summary>No destination of a group is available, in any tier.</summary>
    public static AlertRule NoHealthyDestination { get; } = Critical("NoHealthyDestination", 5, "nobody-is-left");

    /// <summary>A group cannot run.</summary>
    public static AlertRule GroupFailed { get; } = Critical("GroupFailed", 10, "a-group-cannot-start");

    /// <summary>Less than half of a group's capacity works.</summary>
    public static AlertRule ShortOfDestinations { get; } = Warning("ShortOfDestinations", 30, "a-group-is-short-of-destinations");

    /// <summary>A lower failover tier carries.</summary>
    public static AlertRule RunningOnBackup { get; } = Warning("RunningOnBackup", 10, "a-lower-tier-carries");

    /// <summary>What waits at ingress will wait for long.</summary>
    public static AlertRule QueueAgeHigh { get; } = Warning("QueueAgeHigh", 30, "messages-wait-at-ingress");

    /// <summary>Destinations get other parts of a group's messages than its policy lets expect, by more than chance.</summary>
    public static AlertRule DistributionSkewed { get; } = Warning("DistributionSkewed", 60, "messages-are-spread-otherwise-than-expected");

    /// <summary>Messages become dead letters.</summary>
    public static AlertRule DeadLettersGrowing { get; } = Warning("DeadLettersGrowing", 0, "dead-letters-grow");

    /// <summary>A destination is lost, hung, ejected or suspended, or it or its probes say that it failed.</summary>
    public static AlertRule DestinationDown { get; } = Warning("DestinationDown", 10, "a-destination-is-down");

    /// <summary>A destination comes and goes.</summary>
    public static AlertRule DestinationFlapping { get; } = Warning("DestinationFlapping", 0, "a-destination-comes-and-goes");

    /// <summary>A heartbeat is overdue.</summary>
    public static AlertRule HeartbeatLate { get; } = new($"{Prefix}HeartbeatLate", AlertSeverity.Info, TimeSpan.FromSeconds(3), "heartbeats-are-late");

    /// <summary>Messages take longer than the threshold <c>response_time</c>.</summary>
    public static AlertRule ResponseTimeHigh { get; } = Warning("ResponseTimeHigh", 30, "messages-take-too-long");

    /// <summary>Fewer messages are settled than the threshold <c>throughput</c>.</summary>
    public static AlertRule ThroughputLow { get; } = Warning("ThroughputLow", 60, "throughput-is-low");

    /// <summary>More messages fail than the threshold <c>error_rate</c>.</summary>
    public static AlertRule ErrorRateHigh { get; } = Warning("ErrorRateHigh", 30, "too-many-messages-fail");

    /// <summary>More time without a destination than the threshold <c>availability</c> grants.</summary>
    public static AlertRule AvailabilityLow { get; } = Warning("AvailabilityLow", 0, "availability-is-low");

    /// <summary>All of them, in the order of the documentation.</summary>
    public static IReadOnlyList<AlertRule> All { get; } =
    [
        BrokerUnreachable,
        BrokerBlocked,
        DispatcherDeaf,
        ConfigReloadFailed,
        NoHealthyDestination,
        GroupFailed,
        ShortOfDestinations,
        RunningOnBackup,
        QueueAgeHigh,
        DistributionSkewed,
        DeadLettersGrowing,
        DestinationDown,
        DestinationFlapping,
        HeartbeatLate,
        ResponseTimeHigh,
        ThroughputLow,
        ErrorRateHigh,
        AvailabilityLow,
    ];

    private const string Prefix = "MessageLB";

    private static readonly FrozenDictionary<string, AlertRule> ByName = All.ToFrozenDictionary(rule => rule.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The alert of a name, compared without case; null if there is none.</summary>
    public static AlertRule? Find(string name) => ByName.GetValueOrDefault(name);

    private static AlertRule Critical(string name, int seconds, string runbook) => new(Prefix + name, AlertSeverity.Critical, TimeSpan.FromSeconds(seconds), runbook);

    private static AlertRule Warning(string name, int seconds, string runbook) => new(Prefix + name, AlertSeverity.Warning, TimeSpan.FromSeconds(seconds), runbook);
}
