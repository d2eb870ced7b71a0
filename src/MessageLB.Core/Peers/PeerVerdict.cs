namespace MessageLB.Core.Peers;

/// <summary>What became of a dispatcher's beat.</summary>
public enum PeerVerdict
{
    /// <summary>It was taken into account.</summary>
    Accepted,

    /// <summary>It is this dispatcher's own, which comes back from the control exchange.</summary>
    Own,

    /// <summary>Its number is not newer than that of the last one: a copy, or two processes under one name.</summary>
    Stale,

    /// <summary>There are too many live dispatchers.</summary>
    TooMany,
}
