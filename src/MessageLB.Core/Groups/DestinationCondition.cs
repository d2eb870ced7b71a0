namespace MessageLB.Core.Groups;

/// <summary>
/// <see cref="AdministrativeState"/> and <see cref="HealthState"/> of a destination combined into the one word that decides what it gets.
/// <see cref="Ready"/> and <see cref="Probing"/> ones are chosen from, <see cref="Degraded"/> ones only for what nobody else can take, the others get nothing.
/// </summary>
public enum DestinationCondition
{
    /// <summary>Listed, but nothing was seen of it yet.</summary>
    Unknown,

    /// <summary>A worker is there and not ready yet.</summary>
    Starting,

    /// <summary>Gets messages.</summary>
    Ready,

    /// <summary>Back from an ejection: gets one message at a time until one succeeds.</summary>
    Probing,

    /// <summary>In doubt, because a heartbeat is overdue: gets only what nobody else can take.</summary>
    Degraded,

    /// <summary>Finishes what it has.</summary>
    Draining,

    /// <summary>Has finished what it had: may be taken away.</summary>
    Drained,

    /// <summary>Out of service on purpose.</summary>
    Maintenance,

    /// <summary>Its workers, or its probes, say that they cannot work.</summary>
    Failed,

    /// <summary>Its heartbeats go on, and its work does not.</summary>
    Hung,

    /// <summary>Kept out for a time, because messages failed there or because it came and went.</summary>
    Ejected,

    /// <summary>No sign of life, or its presence token came back, or its queue has no consumer.</summary>
    Lost,

    /// <summary>Its workers took their leave: it is empty, and nothing is wrong.</summary>
    Left,

    /// <summary>The broker did not take hand-overs to its queue; tried again after a growing delay.</summary>
    Suspended,
}
