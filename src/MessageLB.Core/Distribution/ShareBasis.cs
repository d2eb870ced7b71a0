namespace MessageLB.Core.Distribution;

/// <summary>What a policy's shares are expected from.</summary>
public enum ShareBasis
{
    /// <summary>Nothing: the policy follows load, speed or cost, and any share may be right.</summary>
    None,

    /// <summary>Everybody gets the same.</summary>
    Equal,

    /// <summary>Shares are in proportion to weights.</summary>
    Weights,

    /// <summary>Shares are in proportion to weight and health score.</summary>
    Health,

    /// <summary>In proportion to weights if keys are many and equally frequent; what a key has is not chance, so nothing follows from a difference.</summary>
    Keys,
}
