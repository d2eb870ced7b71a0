namespace MessageLB.Core.Groups;

/// <summary>Whether a destination works, as measured; apart from what people want of it (<see cref="AdministrativeState"/>).</summary>
public enum HealthState
{
    /// <summary>Nothing is known yet, or nobody is there by intention.</summary>
    Unknown,

    /// <summary>Nothing speaks against it.</summary>
    Healthy,

    /// <summary>In doubt: it gets only what the healthy ones cannot take.</summary>
    Degraded,

    /// <summary>It gets nothing.</summary>
    Unhealthy,
}
