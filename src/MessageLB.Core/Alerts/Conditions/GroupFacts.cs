using MessageLB.Core.Configuration;
using MessageLB.Core.Distribution;
using MessageLB.Core.Performance;

namespace MessageLB.Core.Alerts;

/// <summary>What is known of a group at a moment.</summary>
public sealed record GroupFacts
{
    /// <summary>Its configuration, with switches and thresholds.</summary>
    public required GroupConfig Config { get; init; }

    /// <summary>Why it cannot run; null if it can.</summary>
    public string? Fault { get; init; }

    /// <summary>What becomes of messages while nobody is available; null while somebody is.</summary>
    public string? Nobody { get; init; }

    /// <summary>What is missing; null while half of its capacity or more works.</summary>
    public string? Shortage { get; init; }

    /// <summary>Failover tier that carries; null while none does.</summary>
    public int? Tier { get; init; }

    /// <summary>Whether the dispatcher has only just begun to listen, so that who has not been heard of may still be there.</summary>
    public bool IsLearning { get; init; }

    /// <summary>Messages that wait at ingress; null if unknown.</summary>
    public long? Waiting { get; init; }

    /// <summary>Messages that became dead letters since the dispatcher's start, by its own decision.</summary>
    public long DeadLetters { get; init; }

    /// <summary>Its destinations.</summary>
    public IReadOnlyList<DestinationFacts> Destinations { get; init; } = [];

    /// <summary>How it and they do over time; null if that was not looked at.</summary>
    public GroupPerformance? Performance { get; init; }

    /// <summary>Who got what over time; null if that was not looked at.</summary>
    public GroupDistribution? Distribution { get; init; }

    /// <summary>Name.</summary>
    public string Name => Config.Name;
}
