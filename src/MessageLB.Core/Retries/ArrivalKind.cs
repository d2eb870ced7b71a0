namespace MessageLB.Core.Retries;

/// <summary>How a message comes to ingress.</summary>
public enum ArrivalKind
{
    /// <summary>From a publisher or another group, or given back, or after its wait: it is to be handed over.</summary>
    Ready,

    /// <summary>It has to wait, longer than it has so far.</summary>
    Early,

    /// <summary>An attempt failed.</summary>
    Failed,

    /// <summary>Its <c>expiration</c> was over while it waited at a destination.</summary>
    Expired,

    /// <summary>Its queue gave it out as often as it may, and never heard of a result.</summary>
    Lethal,
}
