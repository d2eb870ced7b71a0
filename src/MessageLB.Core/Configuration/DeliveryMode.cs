namespace MessageLB.Core.Configuration;

/// <summary>When an ingress message is acknowledged.</summary>
public enum DeliveryMode
{
    /// <summary>Once the broker has confirmed it in the destination's queue.</summary>
    Handoff,

    /// <summary>Once the worker has reported its result; for short work.</summary>
    Hold,
}
