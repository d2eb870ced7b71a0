namespace MessageLB.Core.Configuration;

/// <summary>What is done for messages that fail.</summary>
public sealed record QualityConfig
{
    /// <summary>Whether failed messages are tried again; else they become dead letters. Default true.</summary>
    public bool ErrorRecovery { get; init; } = true;

    /// <summary>Whether messages of a lost destination are handed to another one. Default true.</summary>
    public bool FailoverSupport { get; init; } = true;

    /// <summary>Whether the quality of delivery is measured. Default false.</summary>
    public bool QualityMetrics { get; init; }

    /// <summary>Whether failures teach the router. Default false.</summary>
    public bool Learning { get; init; }
}
