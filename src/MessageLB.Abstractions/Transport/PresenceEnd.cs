namespace MessageLB.Transport;

/// <summary>How the presence of a worker instance ended.</summary>
public enum PresenceEnd
{
    /// <summary>Its connection died while it held the token.</summary>
    Lost,

    /// <summary>It gave the token up and took its leave.</summary>
    Left,
}
