using System.Text.Json.Serialization;
using MessageLB.Dispatcher.Status;

namespace MessageLB.Web.Api;

/// <summary>A destination. Counters run since the dispatcher's start; times are in milliseconds.</summary>
/// <param name="Name">Name.</param>
/// <param name="State">
/// <c>ready</c>, <c>probing</c>, <c>degraded</c>, <c>unknown</c>, <c>starting</c>, <c>draining</c>, <c>drained</c>, <c>maintenance</c>, <c>failed</c>, <c>hung</c>,
/// <c>ejected</c>, <c>lost</c>, <c>left</c> or <c>suspended</c>.
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
/// <param name="Handed">Messages handed over and confirmed.</param>
/// <param name="Done">Messages settled as done.</param>
/// <param name="Failed">Messages that failed there.</param>
/// <param name="Share">Part of the group's hand-overs, 0 to 1.</param>
/// <param name="ServiceTimeMs">Estimated service time; null if unknown.</param>
/// <param name="ServiceTimeMsByKind">The same by kind of message (AMQP <c>type</c>); empty if the workers do not tell kinds apart.</param>
/// <param name="LatencyMs">Handling times as the workers report them.</param>
/// <param name="LastSeenMs">Time since the last sign of life; null if there was none.</param>
public sealed record DestinationResponse(
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
    double? ServiceTimeMs,
    IReadOnlyDictionary<string, double> ServiceTimeMsByKind,
    LatencyResponse LatencyMs,
    double? LastSeenMs)
{
    /// <summary>Failover tier.</summary>
    public int Tier { get; init; }

    /// <summary>Part of its weight and window that a slow start grants it. <value>0.1 to 1.</value></summary>
    public double Ramp { get; init; } = 1;

    /// <summary>Configured weight, or the one that its workers ask for.</summary>
    public int ConfiguredWeight { get; init; }

    /// <summary>What dynamic adjustment multiplies that by. <value>0.125 to 4; 1 without adjustment.</value></summary>
    public double WeightFactor { get; init; } = 1;

    /// <summary>Whether what waits there is being handed to others.</summary>
    [JsonPropertyOrder(1)]
    public bool Rescuing { get; init; }

    /// <summary>What its probes say; absent in a group without any.</summary>
    [JsonPropertyOrder(2)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProbeResponse? Probe { get; init; }

    internal static DestinationResponse From(DestinationStatus status) => new(
        status.Name,
        status.State,
        status.Health,
        status.Administrative,
        status.Reason,
        status.Level,
        status.Instances,
        Math.Round(status.Weight, 2),
        status.Concurrency,
        status.Window,
        status.InFlight,
        status.Handed,
        status.Done,
        status.Failed,
        Math.Round(status.Share, 6),
        Milliseconds(status.ServiceTime),
        status.ServiceTimeByKind.ToDictionary(kind => kind.Key, kind => Milliseconds(kind.Value), StringComparer.Ordinal),
        new LatencyResponse(Milliseconds(status.LatencyP50), Milliseconds(status.LatencyP99)),
        Milliseconds(status.LastSeen))
    {
        Tier = status.Tier,
        Ramp = status.Ramp,
        ConfiguredWeight = status.ConfiguredWeight,
        WeightFactor = Math.Round(status.WeightFactor, 4),
        Rescuing = status.Rescuing,
        Probe = status.Probe is { } probe ? ProbeResponse.From(probe) : null,
    };

    private static double? Milliseconds(TimeSpan? time) => time is { } known ? Milliseconds(known) : null;

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}
