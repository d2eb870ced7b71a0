using MessageLB.Core.Probes;

namespace MessageLB.Core.Groups;

/// <summary>What the updater knows of a destination, copied for status and metrics.</summary>
/// <param name="State">The destination; its own members are safe to read on any thread.</param>
/// <param name="Condition">Condition.</param>
/// <param name="Health">Whether it works.</param>
/// <param name="Administrative">What people want of it.</param>
/// <param name="Tier">Failover tier.</param>
/// <param name="Ramp">Part of its weight and window that a slow start grants it; 1 without one.</param>
/// <param name="Reason">Why; null when ready.</param>
/// <param name="IsQueueLevel">Whether it is judged by its queue (level 0).</param>
/// <param name="Alive">Live instances, or consumers at level 0.</param>
/// <param name="Done">Messages that its workers settled as done since they were first seen.</param>
/// <param name="Failed">Messages that failed there since then.</param>
/// <param name="ServiceSeconds">Measured service time in seconds; 0 if unknown.</param>
/// <param name="ServiceSecondsByKind">Measured service times by kind of message, in seconds; kinds without one are left out.</param>
/// <param name="LatencyP50Ms">Median handling time in milliseconds, of the instance that reported last; null if unknown.</param>
/// <param name="LatencyP99Ms">The largest 99th percentile of its instances in milliseconds; null if unknown.</param>
/// <param name="SinceSeen">Time since the last sign of life; null if there was none.</param>
public readonly record struct DestinationView(
    DestinationState State,
    DestinationCondition Condition,
    HealthState Health,
    AdministrativeState Administrative,
    int Tier,
    double Ramp,
    string? Reason,
    bool IsQueueLevel,
    int Alive,
    long Done,
    long Failed,
    double ServiceSeconds,
    IReadOnlyDictionary<string, double> ServiceSecondsByKind,
    double? LatencyP50Ms,
    double? LatencyP99Ms,
    TimeSpan? SinceSeen)
{
    /// <summary>Whether what waits there is being handed to others.</summary>
    public bool IsRescued { get; init; }

    /// <summary>Configured weight, or the one that its workers ask for.</summary>
    public int ConfiguredWeight { get; init; }

    /// <summary>What adjustment multiplies that by. <value>1/8 to 4; 1 without adjustment.</value></summary>
    public double WeightFactor { get; init; } = 1;

    /// <summary>What its probes say; null in a group without any.</summary>
    public ProbeView? Probe { get; init; }

    /// <summary>How often it went down since it was first seen (<see cref="DestinationConditions.IsDown"/>).</summary>
    public long Downs { get; init; }
}
