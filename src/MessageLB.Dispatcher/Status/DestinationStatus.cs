using MessageLB.Core.Probes;

namespace MessageLB.Dispatcher.Status;

/// <summary>A picture of a destination. Counters run since the dispatcher's start.</summary>
/// <param name="Name">Name.</param>
/// <param name="State">
/// One word for people: <c>ready</c>, <c>probing</c>, <c>degraded</c>, <c>unknown</c>, <c>starting</c>, <c>draining</c>, <c>drained</c>, <c>maintenance</c>,
/// <c>failed</c>, <c>hung</c>, <c>ejected</c>, <c>lost</c>, <c>left</c> or <c>suspended</c>.
/// </param>
/// <param name="Health">Whether it works, as measured: <c>unknown</c>, <c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Administrative">What people want of it: <c>active</c>, <c>draining</c> or <c>maintenance</c>.</param>
/// <param name="Reason">Why it is in that state; null when ready.</param>
/// <param name="Level">0: judged by its queue. 1: by heartbeats.</param>
/// <param name="Instances">Worker instances alive (level 1) or consumers (level 0).</param>
/// <param name="Weight">Weight in force: configured × slow start × adjustment.</param>
/// <param name="Concurrency">Messages handled at the same time, all instances together; 0 if unknown.</param>
/// <param name="Window">Most in-flight.</param>
/// <param name="InFlight">Handed over and not settled.</param>
/// <param name="Handed">Messages handed over to it and confirmed.</param>
/// <param name="Done">Messages that its workers settled as done, as they report it.</param>
/// <param name="Failed">Messages that failed there.</param>
/// <param name="Share">Part of the group's hand-overs, 0 to 1.</param>
/// <param name="ServiceTime">Estimated service time; null if unknown.</param>
/// <param name="ServiceTimeByKind">Estimated service time by kind of message (AMQP <c>type</c>); empty if its workers do not tell kinds apart.</param>
/// <param name="LatencyP50">Median handling time as the worker reports it; null if unknown.</param>
/// <param name="LatencyP99">99th percentile as the worker reports it; null if unknown.</param>
/// <param name="LastSeen">Time since the last sign of life; null if there was none.</param>
public sealed record DestinationStatus(
    string Name,
    string State,
    string Health,
    string Administrative,
    string? Reason,
    int Level,
    int Instances,
    double Weight,
    int Concurrency,
    int Window,
    int InFlight,
    long Handed,
    long Done,
    long Failed,
    double Share,
    TimeSpan? ServiceTime,
    IReadOnlyDictionary<string, TimeSpan> ServiceTimeByKind,
    TimeSpan? LatencyP50,
    TimeSpan? LatencyP99,
    TimeSpan? LastSeen)
{
    /// <summary>Failover tier.</summary>
    public int Tier { get; init; }

    /// <summary>Part of its weight and window that a slow start grants it. <value>0.1 to 1.</value></summary>
    public double Ramp { get; init; } = 1;

    /// <summary>Configured weight, or the one that its workers ask for.</summary>
    public int ConfiguredWeight { get; init; }

    /// <summary>What dynamic adjustment multiplies that by. <value>1/8 to 4; 1 without adjustment.</value></summary>
    public double WeightFactor { get; init; } = 1;

    /// <summary>Whether what waits there is being handed to others.</summary>
    public bool Rescuing { get; init; }

    /// <summary>How often it was lost, hung, ejected, suspended or failed after it had not been, since it was first seen.</summary>
    public long Downs { get; init; }

    /// <summary>What its probes say; null in a group without any.</summary>
    public ProbeView? Probe { get; init; }
}
