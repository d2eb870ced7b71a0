namespace MessageLB.Core.Adjustment;

/// <summary>What made an adjustment.</summary>
public enum AdjustmentCause
{
    /// <summary>It does more or less than the others for its weight.</summary>
    Performance,

    /// <summary>Its health score is below the threshold.</summary>
    Health,

    /// <summary>Its worker says that it is quicker than its messages can be seen to be, and is not believed.</summary>
    Doubt,

    /// <summary>Too little was measured for long, so that its weight goes back to the configured one.</summary>
    Silence,

    /// <summary>It was learned before a restart.</summary>
    Learned,

    /// <summary>Somebody wanted the configured weights back.</summary>
    Reset,

    /// <summary>The configuration has adjustment switched off, or another policy.</summary>
    Off,
}
