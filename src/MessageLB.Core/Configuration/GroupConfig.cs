using MessageLB.Core.Hashing;
using MessageLB.Core.Ordering;
using MessageLB.Core.Routing;

namespace MessageLB.Core.Configuration;

/// <summary>A group: which messages it takes, and how they are spread over its destinations.</summary>
public sealed record GroupConfig
{
    /// <summary>Name of the group that exists when none is configured.</summary>
    public const string DefaultName = "default";

    /// <summary>Policy of a group that names none.</summary>
    public const string DefaultAlgorithm = RoutingPolicyNames.ResponseTime;

    /// <summary>Default of <see cref="Prefetch"/>.</summary>
    public const int DefaultPrefetch = 1000;

    /// <summary>Largest <see cref="Prefetch"/>: the cap of a quorum queue.</summary>
    public const int LargestPrefetch = 2000;

    /// <summary>Default of <see cref="FrameMax"/>.</summary>
    public const int DefaultFrameMax = 64;

    /// <summary>Default of <see cref="WaitingMemory"/>: 64 MiB.</summary>
    public const int DefaultWaitingMemory = 64 << 20;

    /// <summary>The group <c>default</c>, bound to everything, with discovered destinations.</summary>
    public static GroupConfig Default { get; } = new() { Name = DefaultName };

    /// <summary>Name (see <see cref="Names.IsValid"/>).</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Topic patterns of the routing keys that belong to the group. Patterns of two groups must not overlap; <c>#</c> alone makes
    /// the group the catch-all for what no other group takes. Default <c>#</c>.
    /// </summary>
    public IReadOnlyList<string> Routes { get; init; } = ["#"];

    /// <summary>Name of the routing policy, aliases resolved. Default <c>response_time</c>.</summary>
    public string Algorithm { get; init; } = DefaultAlgorithm;

    /// <summary>What <c>consistent_hash</c> goes by.</summary>
    public HashConfig Hash { get; init; } = new();

    /// <summary>Response time that <c>cost_aware</c> keeps to. <value>1 ms to 1 h, default 1 s.</value></summary>
    public TimeSpan Objective { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Name of a policy that chooses for every message without routing it, aliases resolved, to see what a change would bring.
    /// Default none.
    /// </summary>
    public string? Shadow { get; init; }

    /// <summary>Most in-flight at each destination. Default <see cref="WindowConfig.Auto"/>.</summary>
    public WindowConfig Window { get; init; } = WindowConfig.Auto;

    /// <summary>Whether destinations that send heartbeats join without being listed. Default true.</summary>
    public bool Discovery { get; init; } = true;

    /// <summary>Listed destinations; names unique in the group.</summary>
    public IReadOnlyList<DestinationConfig> Destinations { get; init; } = [];

    /// <summary>When a destination counts as lost and as recovered.</summary>
    public HealthMonitoringConfig HealthMonitoring { get; init; } = new();

    /// <summary>
    /// Most messages fetched from ingress and not yet settled. <value>1 to 2,000 (the cap of a quorum queue), default 1,000.</value>
    /// </summary>
    public int Prefetch { get; init; } = DefaultPrefetch;

    /// <summary>
    /// Whether only one of several dispatchers at a time hands messages over, the others standing by; for strict order. An argument of the
    /// ingress queue. Default false.
    /// </summary>
    public bool SingleActive { get; init; }

    /// <summary>Whether only one of several dispatchers at a time hands over: because the group says so, or because it keeps the order of keys.</summary>
    public bool IsSingleActive => SingleActive || OrderBy is not null;

    /// <summary>When an ingress message is acknowledged. Default <see cref="DeliveryMode.Handoff"/>.</summary>
    public DeliveryMode Delivery { get; init; }

    /// <summary>
    /// With <see cref="DeliveryMode.Hold"/>: how long a message waits for its result until the attempt counts as failed. <value>1 s to 25 min
    /// (RabbitMQ closes the channel of whoever keeps a delivery for 30), default 10 min.</value>
    /// </summary>
    public TimeSpan HoldLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// With <see cref="DeliveryMode.Hold"/>: most bytes of message bodies in the dispatcher, those among them that wait because of rules.
    /// <value>1 MiB to 1 GiB, default 64 MiB.</value>
    /// </summary>
    public int HoldMemory { get; init; } = DefaultWaitingMemory;

    /// <summary>Whether messages are in hold until their results.</summary>
    public bool Holds => Delivery == DeliveryMode.Hold;

    /// <summary>Whether messages are copied from ingress, because they may be settled out of order.</summary>
    public bool Copies => HasRules || Holds;

    /// <summary>Name of the queue of one of its destinations.</summary>
    public string QueueOf(string destination) => Holds ? Names.HoldQueue(Name, destination) : Names.WorkQueue(Name, destination);

    /// <summary>Whether workers are asked to report the result of each message, and the dispatcher listens.</summary>
    public bool NeedsResults => Holds || OrderBy is not null;

    /// <summary>
    /// Most messages that travel as one to a destination whose workers take frames; 1 for no frames. <value>1 to 1,024, default 64.</value>
    /// </summary>
    public int FrameMax { get; init; } = DefaultFrameMax;

    /// <summary>
    /// Longest time that a message waits for others to share a frame with, while earlier ones on the way to its destination are not
    /// confirmed. <value>0 to 1 s, default 0.</value>
    /// </summary>
    public TimeSpan FrameDelay { get; init; }

    /// <summary>Whether messages may travel in frames. Where order counts each travels alone.</summary>
    public bool Frames => FrameMax > 1 && !IsSingleActive;

    /// <summary>Which messages belong to other groups; the first rule that applies decides. Default: none, all stay.</summary>
    public IReadOnlyList<ForwardRuleConfig> Forward { get; init; } = [];

    /// <summary>Which messages go to the same destination; null for none.</summary>
    public StickyConfig? Sticky { get; init; }

    /// <summary>How tenants share; null if they are not told apart.</summary>
    public TenantsConfig? Tenants { get; init; }

    /// <summary>Most messages per time; null for no limit.</summary>
    public RateLimitConfig? RateLimit { get; init; }

    /// <summary>Whether, of the messages that wait, those with a higher AMQP priority go first. Default false.</summary>
    public bool Priority { get; init; }

    /// <summary>Where a message says its key: those of one key are worked on one by one, in the order of the ingress queue. Null for no order.</summary>
    public KeySource? OrderBy { get; init; }

    /// <summary>
    /// Number of slots that keys share with <see cref="OrderBy"/>; a slot moves from one destination to another as a whole.
    /// <value>1 to 65,536, default 1,024.</value>
    /// </summary>
    public int OrderSlots { get; init; } = OrderBook.DefaultSlots;

    /// <summary>
    /// Most bytes of message bodies that wait in the dispatcher because of the rules above. <value>1 MiB to 1 GiB, default 64 MiB.</value>
    /// </summary>
    public int WaitingMemory { get; init; } = DefaultWaitingMemory;

    /// <summary>Whether messages may wait out of order, so that they are copied from ingress.</summary>
    public bool HasRules => Forward.Count > 0 || Sticky is not null || Tenants is not null || RateLimit is not null || Priority || OrderBy is not null;

    /// <summary>Whether another configuration of the group has the same rules before the policy.</summary>
    /// <param name="other">The other one.</param>
    public bool HasSameRules(GroupConfig other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return HasSameSticky(other) && ConfigEquality.AreSame(Forward, other.Forward) && ConfigEquality.AreSame(Tenants, other.Tenants)
            && ConfigEquality.AreSame(RateLimit, other.RateLimit) && Priority == other.Priority && HasSameOrder(other);
    }

    /// <summary>Whether another configuration of the group keeps the order of the same keys in the same slots.</summary>
    /// <param name="other">The other one.</param>
    public bool HasSameOrder(GroupConfig other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return OrderBy == other.OrderBy && OrderSlots == other.OrderSlots;
    }

    /// <summary>Whether another configuration of the group sends the same messages to the same destination.</summary>
    /// <param name="other">The other one.</param>
    public bool HasSameSticky(GroupConfig other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ConfigEquality.AreSame(Sticky, other.Sticky);
    }

    /// <summary>Whether the rules forward every message, so that none can stay here.</summary>
    public bool ForwardsEverything => ForwardingRules.ForwardsEverything(this);

    /// <summary>Whether the health of destinations is judged. Default true.</summary>
    public bool HealthChecking { get; init; } = true;

    /// <summary>Whether the messages of a lost destination are handed to another one, and lower tiers stand in. Default true.</summary>
    public bool Failover { get; init; } = true;

    /// <summary>How destinations are asked whether they work; null if they are not.</summary>
    public ProbeConfig? Probe { get; init; }

    /// <summary>When destinations that fail are ejected, and for how long.</summary>
    public EjectionConfig Ejection { get; init; } = new();

    /// <summary>
    /// Whether the next tier takes what the active one has no credit for, while less than 71 % of the active one works (Envoy's
    /// overprovisioning factor of 1.4). Default false: a tier stands in only for one that has nobody.
    /// </summary>
    public bool Spill { get; init; }

    /// <summary>How long a better tier must have somebody without a break until messages go back to it. <value>0 to 1 h, default 10 s.</value></summary>
    public TimeSpan FailbackAfter { get; init; } = Core.Failover.TierChoice.DefaultFailbackAfter;

    /// <summary>
    /// Share of a group's capacity below which ejected destinations are used again as a reserve (Envoy's panic threshold).
    /// <value>0 to 1, default 0: only when nobody else works.</value>
    /// </summary>
    public double Panic { get; init; }

    /// <summary>Who takes the messages while nobody here is available.</summary>
    public FallbackConfig Fallback { get; init; } = new();

    /// <summary>What becomes of the messages while nobody is available there either.</summary>
    public WhenNoneConfig WhenNone { get; init; } = new();

    /// <summary>What counts as a copy of another message.</summary>
    public DuplicatesConfig Duplicates { get; init; } = new();

    /// <summary>How often messages that failed are tried, and after what waits.</summary>
    public RetryConfig Retry { get; init; } = new();

    /// <summary><see cref="Retry"/>, or without <see cref="QualityConfig.ErrorRecovery"/> one attempt for every message.</summary>
    public RetryConfig RetryInForce => Quality.ErrorRecovery ? Retry : Retry with { MaxAttempts = 1, Errors = [] };

    /// <summary>How weights move towards measured capacity.</summary>
    public DynamicAdjustmentConfig DynamicAdjustment { get; init; } = new();

    /// <summary>What is watched about performance.</summary>
    public PerformanceMonitoringConfig PerformanceMonitoring { get; init; } = new();

    /// <summary>How the dispatcher spends time and memory on a decision.</summary>
    public PerformanceConfig Performance { get; init; } = new();

    /// <summary>What is done for messages that fail.</summary>
    public QualityConfig Quality { get; init; } = new();

    /// <summary>Whether anything about it is an alert.</summary>
    public bool RaisesAlerts => HealthMonitoring.Alerting || PerformanceMonitoring is { Enabled: true, Alerting: true };
}
