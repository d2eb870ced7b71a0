namespace MessageLB.Core.Peers;

/// <summary>How the set of live dispatchers changed.</summary>
public enum PeerChange
{
    /// <summary>A dispatcher was heard of.</summary>
    Joined,

    /// <summary>It said that it stops.</summary>
    Left,

    /// <summary>Its lease is over: it died, or is cut off.</summary>
    Lost,
}
