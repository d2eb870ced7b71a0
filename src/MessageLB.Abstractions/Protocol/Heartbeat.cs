using MessageLB.Measurement;

namespace MessageLB;

/// <summary>
/// A worker instance's report. Counters are cumulative since <see cref="StartedAt"/>, so a lost heartbeat costs nothing.
/// </summary>
public sealed record Heartbeat
{
    /// <summary>Version of the format that this code writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Group of the destination.</summary>
    public required string Group { get; init; }

    /// <summary>Name of the destination.</summary>
    public required string Destination { get; init; }

    /// <summary>Name of the process, unique for every start of it.</summary>
    public required string Instance { get; init; }

    /// <summary>Counts up by one or more per heartbeat of the instance; an older or equal number is stale.</summary>
    public required long Sequence { get; init; }

    /// <summary>What the worker says of itself.</summary>
    public WorkerState State { get; init; } = WorkerState.Ready;

    /// <summary>Time between regular heartbeats, in milliseconds. <value>10 to 3,600,000; default 1,000.</value></summary>
    public int IntervalMs { get; init; } = 1000;

    /// <summary>Messages handled at the same time. <value>1 to 100,000; default 1.</value></summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>Most in-flight that the worker wants. <value>0 leaves it to the dispatcher.</value></summary>
    public int Window { get; init; }

    /// <summary>Most messages in one frame. <value>0 or 1: no frames.</value></summary>
    public int FrameMax { get; init; }

    /// <summary>Whether the worker reports results of the messages that ask for one. Default false.</summary>
    public bool Results { get; init; }

    /// <summary>Weight that the worker asks for; null leaves it as it is. <value>0 to 1,000,000.</value></summary>
    public int? Weight { get; init; }

    /// <summary>Messages received and not settled.</summary>
    public int InFlight { get; init; }

    /// <summary>Messages settled as done.</summary>
    public long Done { get; init; }

    /// <summary>Messages settled as failed (retry or drop).</summary>
    public long Failed { get; init; }

    /// <summary>Messages handed back, not their fault.</summary>
    public long Returned { get; init; }

    /// <summary>Time spent in handlers, in milliseconds, over done and failed messages.</summary>
    public double BusyMs { get; init; }

    /// <summary>Settled messages (done, failed and returned) by the dispatcher that handed them over. Empty if the worker does not tell.</summary>
    public IReadOnlyDictionary<string, long> DoneBy { get; init; } = NoCounts;

    /// <summary>
    /// Done and failed messages by kind, which is their AMQP <c>type</c>; <see cref="KindNames.Other"/> holds those without one and all that are
    /// not told apart. Empty if the worker has seen no type. <value>At most <see cref="KindNames.Most"/>.</value>
    /// </summary>
    public IReadOnlyDictionary<string, KindCounts> Kinds { get; init; } = NoKinds;

    /// <summary>Age of the oldest unsettled message, in milliseconds; 0 if none.</summary>
    public double OldestInFlightMs { get; init; }

    /// <summary>
    /// Age, in milliseconds, of the oldest completion that this heartbeat is the first to tell of: how late the news is. Null if
    /// there is none, or if the worker does not tell; the dispatcher then takes the time between heartbeats for it.
    /// </summary>
    public double? OldestUnreportedMs { get; init; }

    /// <summary>Median handling time lately, in milliseconds; null if unknown.</summary>
    public double? LatencyP50Ms { get; init; }

    /// <summary>99th percentile of handling time lately, in milliseconds; null if unknown.</summary>
    public double? LatencyP99Ms { get; init; }

    /// <summary>
    /// Handling times of done and failed messages, counted by length since the start; empty if the worker does not tell, or not in this heartbeat. What was
    /// counted between two heartbeats that tell are the times of messages settled between them.
    /// </summary>
    public TimeCounts Times { get; init; }

    /// <summary>Start of the process, for display.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Labels such as <c>zone</c>; at most 32.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = NoLabels;

    /// <summary>
    /// Cost of one message here that the worker asks for, in units of the user's choice; null leaves it as it is. <value>0 or more.</value>
    /// </summary>
    public double? Cost { get; init; }

    /// <summary>Every settled message, whatever the result.</summary>
    public long Settled => Done + Failed + Returned;

    private static readonly Dictionary<string, long> NoCounts = [];

    private static readonly Dictionary<string, KindCounts> NoKinds = [];

    private static readonly Dictionary<string, string> NoLabels = [];
}
