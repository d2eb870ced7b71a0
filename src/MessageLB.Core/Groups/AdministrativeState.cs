namespace MessageLB.Core.Groups;

/// <summary>What people, or the worker itself, want of a destination; apart from whether it works (<see cref="HealthState"/>).</summary>
public enum AdministrativeState
{
    /// <summary>It is to get messages.</summary>
    Active,

    /// <summary>It is to finish what it has and get nothing new; what waits in its queue is its own.</summary>
    Draining,

    /// <summary>It is out of service: gets nothing, and what waits in its queue is handed to others.</summary>
    Maintenance,
}
