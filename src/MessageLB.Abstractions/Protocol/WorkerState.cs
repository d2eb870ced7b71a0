namespace MessageLB;

/// <summary>What a worker says of itself, in the words an HAProxy agent-check would use.</summary>
public enum WorkerState
{
    /// <summary>Not ready for messages yet.</summary>
    Starting,

    /// <summary>Takes messages.</summary>
    Ready,

    /// <summary>Finishes what it has; no new messages.</summary>
    Draining,

    /// <summary>Out of service on purpose.</summary>
    Maintenance,

    /// <summary>Out of service because something it needs is broken.</summary>
    Failed,
}
