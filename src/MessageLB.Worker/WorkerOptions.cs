namespace MessageLB.Worker;

/// <summary>
/// How a worker presents itself and works. Checked when the worker is created; every value outside its range is reported at
/// once by a <see cref="WorkerOptionsException"/>. Not to be changed afterwards.
/// </summary>
public sealed class WorkerOptions
{
    /// <summary>Environment variable that names the destination when <see cref="Name"/> is not set.</summary>
    public const string NameVariable = "MESSAGELB_WORKER_NAME";

    /// <summary>Group that the worker serves. <value>A valid name (<see cref="Names.IsValid"/>); no default.</value></summary>
    public string Group { get; set; } = string.Empty;

    /// <summary>
    /// Name of the destination. Workers with the same name compete for one queue.
    /// <value>A valid name; default: the environment variable <see cref="NameVariable"/>.</value>
    /// </summary>
    public string? Name { get; set; }

    /// <summary>
    /// Name of this process among those of the destination; must be new for every start.
    /// <value>A valid name; default: machine name, process id and four random characters.</value>
    /// </summary>
    public string? Instance { get; set; }

    /// <summary>Messages handled at the same time. <value>1 to 1,000, default 1.</value></summary>
    public int Concurrency { get; set; } = 1;

    /// <summary>
    /// Most messages fetched and not settled; those beyond <see cref="Concurrency"/> wait here, the rest at the broker.
    /// <value>0 (automatic: twice the concurrency, at least 32, at most 2,000) or <see cref="Concurrency"/> to 2,000; default 0.</value>
    /// </summary>
    public int Prefetch { get; set; }

    /// <summary>
    /// What an exception of the handler means.
    /// <value><see cref="HandlerResultKind.Retry"/> (default), <see cref="HandlerResultKind.Drop"/> or <see cref="HandlerResultKind.Return"/>.</value>
    /// </summary>
    public HandlerResultKind OnException { get; set; } = HandlerResultKind.Retry;

    /// <summary>
    /// Longest time that a handler may take for a message. A longer one is cancelled and its message retried; one that ignores that for
    /// half a second loses its message to the group all the same, and keeps its slot until it ends.
    /// <value>10 ms to 1 h; default null: no limit.</value>
    /// </summary>
    public TimeSpan? HandlerTimeout { get; set; }

    /// <summary>
    /// Messages done lately, by message id and attempt, that are remembered so that they are not handled again when they come again; those
    /// are acknowledged at once. A message without an id is always handled. Publishers must not use an id for two messages.
    /// <value>0 (never drop) to 1,000,000; default 10,000.</value>
    /// </summary>
    public int DropWindow { get; set; } = 10_000;

    /// <summary>How long they are remembered. <value>1 s to 1 h, default 10 minutes.</value></summary>
    public TimeSpan DropWindowTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long an <see cref="IDuplicateStore"/> may take for each question. Beyond it the message is handled unasked. <value>10 ms to 1 h,
    /// default 2 s.</value>
    /// </summary>
    public TimeSpan DuplicateStoreTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Time between regular heartbeats, varied by ±10 %. <value>10 ms to 1 h, default 1 s.</value></summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Longest time that a stop may take before running handlers are cancelled and the rest is given back. Keep it a few seconds
    /// below the host's own limit (30 s in Microsoft.Extensions.Hosting). <value>0 to 1 h, default 25 s.</value>
    /// </summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Most in-flight that the worker wants. <value>0 (default, the dispatcher decides) to 1,000,000.</value></summary>
    public int Window { get; set; }

    /// <summary>
    /// Most messages that may come as one, in a frame; each is still handled and settled by itself. Where messages are short it saves most
    /// of what the broker does for each. <value>1 (no frames) to 1,024; default 64.</value>
    /// </summary>
    public int FrameMax { get; set; } = 64;

    /// <summary>Weight that the worker asks for. <value>0 to 1,000,000; default null: as configured at the dispatcher.</value></summary>
    public int? Weight { get; set; }

    /// <summary>
    /// Cost of one message here that the worker asks for, in units of the user's choice; null leaves it as configured. <value>0 or more,
    /// finite; default null.</value>
    /// </summary>
    public double? Cost { get; set; }

    /// <summary>
    /// Labels such as <c>zone</c>, told to the dispatcher. <value>At most 32; names 1 to 64 and values 0 to 128 characters; default none.</value>
    /// </summary>
    public IDictionary<string, string> Labels { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
