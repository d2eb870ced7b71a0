namespace MessageLB.Worker.Sample;

/// <summary>How the times of simulated work are distributed.</summary>
public enum WorkKind
{
    /// <summary>No time at all.</summary>
    None,

    /// <summary>Always the same time.</summary>
    Constant,

    /// <summary>Exponential: many short, few long, as from a memoryless service.</summary>
    Exponential,

    /// <summary>Any time between two limits, all equally likely.</summary>
    Uniform,

    /// <summary>Log-normal: a few very long, as from services with retries and caches.</summary>
    Lognormal,

    /// <summary>One of two times: mostly the short one.</summary>
    Bimodal,
}
