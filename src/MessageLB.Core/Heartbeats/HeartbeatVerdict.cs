namespace MessageLB.Core.Heartbeats;

/// <summary>What became of a heartbeat.</summary>
public enum HeartbeatVerdict
{
    /// <summary>Taken into account.</summary>
    Accepted,

    /// <summary>No group of that name is configured.</summary>
    UnknownGroup,

    /// <summary>The destination is not listed and the group does not discover.</summary>
    NotListed,

    /// <summary>The group or the destination has as many members as are allowed.</summary>
    TooMany,

    /// <summary>Its sequence number is not newer than the last one's.</summary>
    Stale,

    /// <summary>A cumulative counter went down: another process uses the same instance name, or someone plays games.</summary>
    Implausible,
}
