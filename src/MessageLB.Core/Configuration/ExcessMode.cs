namespace MessageLB.Core.Configuration;

/// <summary>What becomes of messages beyond a rate limit.</summary>
public enum ExcessMode
{
    /// <summary>They wait at ingress and go at the rate.</summary>
    Delay,

    /// <summary>Those within the burst wait and go at the rate; those beyond become dead letters.</summary>
    Refuse,
}
