namespace MessageLB.Core.Recommendations;

/// <summary>What the figures alone show to be worth a look.</summary>
public enum FindingKind
{
    /// <summary>More arrives than the workers should be loaded with.</summary>
    TooFewWorkers,

    /// <summary>Far less arrives than the workers could do.</summary>
    SpareWorkers,

    /// <summary>The window is smaller than hands and round trip need, so hands stand idle.</summary>
    WindowTooSmall,

    /// <summary>Weights say something else than what destinations can do.</summary>
    WeightsOff,

    /// <summary>Messages fail at a destination.</summary>
    Failing,
}
