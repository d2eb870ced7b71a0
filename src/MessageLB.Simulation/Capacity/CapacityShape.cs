namespace MessageLB.Simulation;

/// <summary>How messages get from the dispatcher to the workers.</summary>
public enum CapacityShape
{
    /// <summary>Hand-off, each message on its own: two durable writes.</summary>
    Plain,

    /// <summary>Hand-off in frames.</summary>
    Frames,

    /// <summary>Hold mode, each message on its own: one durable write.</summary>
    Hold,

    /// <summary>Hold mode in frames.</summary>
    HoldFrames,
}
