namespace MessageLB.Core.Groups;

/// <summary>
/// Administrative state and health of a destination combined into the one word that decides whether it gets messages. Only
/// <see cref="Ready"/> does.
/// </summary>
public enum DestinationCondition
{
    /// <summary>Listed, but nothing was seen of it yet.</summary>
    Unknown,

    /// <summary>A worker is there and not ready yet.</summary>
    Starting,

    /// <summary>Gets messages.</summary>
    Ready,

    /// <summary>Finishes what it has.</summary>
    Draining,

    /// <summary>Out of service on purpose.</summary>
    Maintenance,

    /// <summary>Its workers say that they cannot work.</summary>
    Failed,

    /// <summary>No sign of life, or its presence token came back, or its queue has no consumer.</summary>
    Lost,

    /// <summary>Its workers took their leave: it is empty, and nothing is wrong.</summary>
    Left,

    /// <summary>The broker did not take hand-overs to its queue; tried again after a growing delay.</summary>
    Suspended,
}
