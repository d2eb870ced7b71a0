namespace MessageLB.Simulation;

/// <summary>
/// Measured costs that a calculation starts from. The defaults are those of <c>docs/benchmarks.md</c> and <c>docs/operations/scaling.md</c>, which name the
/// commands: RabbitMQ 3.10.8, messages of 256 bytes, four destinations, one node. Immutable.
/// </summary>
public sealed record CapacityCosts
{
    /// <summary>Bytes of the bodies that were measured.</summary>
    public int Size { get; init; } = CapacityRequest.DefaultSize;

    /// <summary>Processor time of the broker to take a message into an ingress queue and confirm it, in microseconds.</summary>
    public double PublishUs { get; init; } = 108;

    /// <summary>Messages per second that one quorum queue takes while nobody consumes.</summary>
    public double FillPerSecond { get; init; } = 25_000;

    /// <summary>Messages per second that one quorum queue gives, acknowledged many at once, while nobody publishes.</summary>
    public double DrainPerSecond { get; init; } = 72_655;

    /// <summary>Processor time of each follower for a message that a quorum queue takes and gives, in microseconds.</summary>
    public double FollowerUs { get; init; } = 70;

    /// <summary>Hand-off, no frames.</summary>
    public MessageCosts Plain { get; init; } = new(167, 67);

    /// <summary>Hand-off in frames.</summary>
    public MessageCosts Frames { get; init; } = new(39, 22);

    /// <summary>Hold mode, no frames.</summary>
    public MessageCosts Hold { get; init; } = new(155, 78);

    /// <summary>Hold mode in frames.</summary>
    public MessageCosts HoldFrames { get; init; } = new(48, 32);

    /// <summary>Messages in a frame on the mean when these costs were measured. <value>Above 1.</value></summary>
    public double Frame { get; init; } = 16;

    /// <summary>Processor time of the broker to take a heartbeat, in microseconds.</summary>
    public double HeartbeatUs { get; init; } = 55;

    /// <summary>Processor time of the broker to give it to one dispatcher, in microseconds.</summary>
    public double HeartbeatDeliveryUs { get; init; } = 36;

    /// <summary>Processor time of a dispatcher to take it in, in microseconds.</summary>
    public double HeartbeatDispatcherUs { get; init; } = 40;

    /// <summary>Bytes on the wire of a message beside its body, on each of its four ways between broker and others, on the mean.</summary>
    public int OverheadBytes { get; init; } = 400;

    /// <summary>Bytes on the wire of a heartbeat.</summary>
    public int HeartbeatBytes { get; init; } = 700;

    /// <summary>What a message of this shape costs.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="frame">Mean messages in a frame; null: as measured.</param>
    public MessageCosts Of(CapacityShape shape, double? frame) => shape switch
    {
        CapacityShape.Plain => Plain,
        CapacityShape.Hold => Hold,
        CapacityShape.Frames => MessageCosts.InFrames(Plain, Frames, Frame, frame ?? Frame),
        _ => MessageCosts.InFrames(Hold, HoldFrames, Frame, frame ?? Frame),
    };
}
